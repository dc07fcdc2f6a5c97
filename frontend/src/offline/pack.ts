// What is kept of the site in a language: every page, as the server sent them in one answer. Pure.

export interface Pack {
  /** What the pages say in the place of the site's own address, wherever they say it. */
  readonly origin?: string;
  /** The addresses of the files that the pages need. */
  readonly files: readonly string[];
  /** The pages as HTML, by path. */
  readonly pages: Readonly<Record<string, string>>;
  /** The path of the page that stands for those that are not kept. */
  readonly elsewhere: string;
  /** Of one territory of a country: what it is called, and the address of its page. */
  readonly name?: string;
  readonly home?: string;
}

/** Read a pack for a site at an address. Throws a TypeError when it is something else. */
export function readPack(text: string, own: string): Pack {
  const pack = JSON.parse(text) as Pack | null;
  if (!Array.isArray(pack?.files) || typeof pack.pages !== "object" || !(pack.elsewhere in pack.pages)) {
    throw new TypeError("The answer is not a pack of pages");
  }
  return pack.origin ? { ...pack, pages: settled(pack.pages, pack.origin, own) } : pack;
}

/** Put the site's own address where pages say that of no site: as it is, and as it stands within other addresses. */
function settled(pages: Pack["pages"], origin: string, own: string): Pack["pages"] {
  const ways = [(address: string) => address, encodeURIComponent, (address: string) => address.replace(":", "%3A")];
  const settle = (html: string) => ways.reduce((page, write) => page.replaceAll(write(origin), write(own)), html);
  return Object.fromEntries(Object.entries(pages).map(([path, html]) => [path, settle(html)]));
}

/** Find a page by its path in the packs of all languages. */
export function pageIn(packs: readonly Pack[], path: string): string | null {
  return packs.map(({ pages }) => pages[path]).find((page) => page !== undefined) ?? null;
}

/** What of a question says of which territories of a country a page is: such a page is another one. */
export function placeOf(path: string, search: string): string {
  const codes = [...new Set(new URLSearchParams(search).getAll("territory"))].sort();
  return codes.length ? `${path}?${new URLSearchParams(codes.map((code) => ["territory", code]))}` : path;
}

/** The page that stands for a path that is not kept, in the language of the path if that is kept. */
export function elsewhereIn(packs: readonly Pack[], path: string): string | null {
  const [first] = [...packs]
    .sort((one, other) => rootOf(other).length - rootOf(one).length)
    .filter((pack) => path.startsWith(rootOf(pack)));
  const pack = first ?? packs[0];
  return pack?.pages[pack.elsewhere] ?? null;
}

/** The folder of a language: "/" or "/en/". */
const rootOf = ({ elsewhere }: Pack): string => elsewhere.replace(/[^/]+\/$/, "");

/** Say in a page that it was kept, so that its script looks whether there is a newer one. */
export const asKept = (html: string): string => html.replace(/<html\b/, "<html data-kept");
