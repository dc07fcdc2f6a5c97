// When what the page says was true: as the site wrote it, or as it said since that nothing of it has changed.

export function trueAt(): Date {
  const { at, kept } = document.documentElement.dataset;
  const written = at ? Date.parse(at) : Date.now();
  return new Date(isAskedFor(kept) ? Math.max(written, Date.now() - performance.now()) : written);
}

/** Whether the site was asked for the page as it opened. One to which one comes back, or that was kept, is as it was. */
function isAskedFor(kept: string | undefined): boolean {
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return kept === undefined && visit?.type !== "back_forward";
}
