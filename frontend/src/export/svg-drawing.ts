// A drawing in SVG, as plain data: written as a file of its own, or put into the page.

const SVG = "http://www.w3.org/2000/svg";

/** An element: its name, its attributes, and what is in it. */
export type SvgNode = readonly [
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...content: (SvgNode | string)[],
];

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// XML has no way to write these at all.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escaped = (text: string): string =>
  text.replace(UNWRITABLE, "").replace(/[&<>"]/g, (sign) => ESCAPED[sign] ?? sign);

/** Write a drawing as XML. */
export function written([name, attributes, ...content]: SvgNode): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const inside = content.map((one) => (typeof one === "string" ? escaped(one) : written(one)));
  return `<${name}${given.join("")}>${inside.join("")}</${name}>`;
}

/** Make the elements of a drawing, for the page. */
export function elementOf([name, attributes, ...content]: SvgNode): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.append(...content.map((one) => (typeof one === "string" ? one : elementOf(one))));
  return element;
}

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray"] as const;

/** Read an element of the page as a drawing that needs no stylesheet: what its classes say is written on it. */
export function readDrawing(element: Element): SvgNode {
  const written = [...element.attributes].filter(({ name }) => name !== "class");
  const attributes = Object.fromEntries(written.map(({ name, value }) => [name, value]));
  const styles = element.children.length ? {} : stylesOf(element);
  return [element.localName, { ...attributes, ...styles }, ...[...element.children].map(readDrawing)];
}

function stylesOf(element: Element): Record<string, string> {
  const styles = getComputedStyle(element);
  const kept = KEPT.map((property) => [property, hexOf(styles.getPropertyValue(property))] as const);
  return Object.fromEntries(kept.filter(([property, value]) => property !== "stroke-dasharray" || value !== "none"));
}

/** Write a colour as every reader of SVG knows it, whichever way the browser does; anything else stays. */
export function hexOf(colour: string): string {
  const mixed = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)\)$/.exec(colour);
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  const parts = mixed ? mixed.slice(1).map((part) => 255 * Number(part)) : plain?.slice(1).map(Number);
  return parts ? `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}` : colour;
}
