// The buttons that print the page. Without a script they are absent, and the browser's own menu does the same.

for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The ways to the same on paper and in a spreadsheet follow the address, whose query changes with what is shown. One that
// reads but some parameters names them; one that wants more has it with it.
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-follows]")) {
  for (const moment of ["pointerdown", "focus", "click"]) {
    link.addEventListener(moment, () => {
      link.search = queryFor(link.dataset.follows, link.dataset.with);
    });
  }
}

function queryFor(names: string | undefined, more: string | undefined): string {
  const all = [...new URLSearchParams(location.search)];
  const read = new URLSearchParams(names ? all.filter(([name]) => names.split(" ").includes(name)) : all);
  return [read.toString(), more].filter(Boolean).join("&");
}
