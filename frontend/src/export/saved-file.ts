// A drawing as a file that is kept.

/** Dots of a PNG for each unit of the sheet: sharp on a projector and on A3. */
const SHARPNESS = 2;
/** How long a browser has to take a file, in milliseconds. */
const TAKEN = 60_000;

/** Draw a sheet in dots. The policy of the page lets in images that are written in an address, and this one is. */
export async function dotted(drawing: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SHARPNESS;
  canvas.height = image.naturalHeight * SHARPNESS;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return pngOf(canvas);
}

const pngOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((file) => (file ? resolve(file) : reject(new Error("No image came out"))), "image/png");
  });

/** A file to whoever looks at the page, under a name. */
export function offer(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), TAKEN);
}
