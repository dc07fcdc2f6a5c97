// What the worker answers for, by the look of a request. Pure.

/** What a request is for: a page, the data of the map, a file of the site that pages need; null is none of ours. */
export type Matter = "page" | "data" | "file" | null;

type RequestHead = Pick<Request, "method" | "mode" | "url">;

/** What the pages draw; the last is of the API, and the page of crossings moves by it. */
const DATA = new Set(["/annuaire.json", "/fond-de-carte.geojson", "/communes.geojson", "/api/v1/overlap/history/"]);
const FILES = "/static/";
/** Where people sign in, what else programs read, and what other sites show: never kept. */
const NEVER = /^\/(?:[a-z]{2}\/)?(?:admin|api|connexion|embed|espace|invitations)\//;
/** The digest that the name of a collected file ends in: what it names never changes. */
const DIGEST = /\.[0-9a-f]{12}\.\w+$/;

export function matterOf({ method, mode, url }: RequestHead, origin: string): Matter {
  const address = new URL(url);
  if (method !== "GET" || address.origin !== origin) {
    return null;
  }
  if (DATA.has(address.pathname)) {
    return mode === "navigate" ? null : "data";
  }
  if (NEVER.test(address.pathname)) {
    return null;
  }
  if (address.pathname.startsWith(FILES)) {
    return "file";
  }
  return mode === "navigate" && address.pathname.endsWith("/") ? "page" : null;
}

/** Whoever is signed in sees what nobody else may find in this browser: the site says so of each answer. */
export const isForEveryone = ({ status, headers }: Pick<Response, "status" | "headers">): boolean =>
  status === 200 && !/\b(?:private|no-store)\b/.test(headers.get("Cache-Control") ?? "");

/** The site says that there is nothing at this address any more. */
export const isGone = ({ status }: Pick<Response, "status">): boolean => status === 404 || status === 410;

export const isForEver = (url: string): boolean => DIGEST.test(new URL(url).pathname);
