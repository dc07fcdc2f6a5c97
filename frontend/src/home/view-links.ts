// The list and the map, of which a phone shows one at a time.

/** On a phone, tell which of the two views is on the screen. */
export function showView(): void {
  const isList = location.hash === "#liste" || location.hash === "#credit";
  for (const link of document.querySelectorAll(".views a")) {
    const isCurrent = (link.getAttribute("href") === "#liste") === isList;
    link.setAttribute("aria-current", String(isCurrent));
  }
}
