// How a pack lies in a cache: as it came, or, of a territory that someone keeps, small, with what a list says of it.

import type { Pack } from "./pack";

export const PACKS = "croisee-packs";

/** A territory of a country that this browser keeps. */
export interface KeptTerritory {
  /** The address of its pack. */
  readonly url: string;
  readonly name: string;
  /** The path of its page. */
  readonly home: string;
  readonly keptAt: Date;
  /** What it takes on the device, in bytes. */
  readonly size: number;
}

const AT = "X-Kept-At";
const NAME = "X-Kept-Name";
const HOME = "X-Kept-Home";
const SIZE = "X-Kept-Size";

/** The pack as it is put in the cache. What it needs besides takes `more` bytes. */
export async function laid(text: string, { home, name }: Pack, came: Headers, more: number): Promise<Response> {
  const headers = new Headers(came);
  if (home === undefined) {
    return new Response(text, { headers });
  }
  const small = await new Response(stream(text, new CompressionStream("gzip"))).blob();
  headers.set(AT, new Date().toISOString());
  headers.set(NAME, encodeURIComponent(name ?? ""));
  headers.set(HOME, home);
  headers.set(SIZE, String(small.size + more));
  return new Response(small, { headers });
}

/** The text of a pack that was laid in the cache. */
export async function textOf(pack: Response): Promise<string> {
  if (!pack.headers.has(HOME) || !pack.body) {
    return pack.text();
  }
  return new Response(pack.body.pipeThrough(new DecompressionStream("gzip"))).text();
}

const stream = (text: string, through: ReadableWritablePair<Uint8Array, BufferSource>) =>
  new Blob([text]).stream().pipeThrough(through as ReadableWritablePair<Uint8Array, Uint8Array>);

/** The territories that are kept, by their names; none of them is read. */
export async function keptTerritories(caches: CacheStorage): Promise<readonly KeptTerritory[]> {
  const shelf = await caches.open(PACKS);
  const found = (await shelf.keys()).map(async ({ url }) => told(url, (await shelf.match(url))?.headers));
  const kept = (await Promise.all(found)).filter((one) => one !== null);
  return kept.sort((one, other) => one.name.localeCompare(other.name));
}

function told(url: string, headers?: Headers): KeptTerritory | null {
  const home = headers?.get(HOME);
  if (!headers || !home) {
    return null;
  }
  return {
    url,
    home,
    name: decodeURIComponent(headers.get(NAME) ?? ""),
    keptAt: new Date(headers.get(AT) ?? 0),
    size: Number(headers.get(SIZE)),
  };
}
