// The way back from a place to the search that led to it, which this window alone remembers.

const KEY = "search";

/** Remember where the list was left: the filters, the point, what the map showed. */
function remember(): void {
  attempt(() => sessionStorage.setItem(KEY, location.pathname + location.search + location.hash));
}

/** Lead back there, in the language of this page. */
function leadBack(link: HTMLAnchorElement): void {
  const left = attempt(() => sessionStorage.getItem(KEY));
  const page = link.pathname;
  if (left && (left === page || left.startsWith(`${page}?`) || left.startsWith(`${page}#`))) {
    link.href = left;
  }
}

/** A browser may keep its storage to itself: the link then leads to all the places. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}

if (document.body.classList.contains("home")) {
  addEventListener("pagehide", remember);
}
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-search]")) {
  leadBack(link);
}
