// The years of a long story: their facts are asked for when a day of one is opened, and without a script by a link.

/** Ask for a year as one of its days opens, or its link is followed. What fails leaves the link. */
export function listenToYears(page: Document): void {
  // A fold tells of itself alone: its event does not rise.
  page.addEventListener("toggle", ({ target }) => opened(target as HTMLElement), true);
  page.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[data-year]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      void tell(link).then((isTold) => isTold || location.assign(link.href));
    }
  });
}

function opened(fold: HTMLElement): void {
  const link = fold instanceof HTMLDetailsElement && fold.open ? fold.querySelector("a[data-year]") : null;
  link && void tell(link as HTMLAnchorElement);
}

/** Put the whole year in the place of what stood there, with the same days open. Tells whether it came. */
async function tell(link: HTMLAnchorElement): Promise<boolean> {
  const year = link.closest(".year");
  const answer = await fetch(link.dataset.year ?? "").catch(() => null);
  const whole = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".year");
  if (!year?.isConnected || !whole) {
    return year?.isConnected === false;
  }
  for (const [index, fold] of [...year.querySelectorAll("details")].entries()) {
    whole.querySelectorAll("details")[index]?.toggleAttribute("open", fold.open);
  }
  year.replaceChildren(...[...whole.childNodes].map((node) => document.importNode(node, true)));
  return true;
}
