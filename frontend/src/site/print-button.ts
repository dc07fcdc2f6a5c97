// The buttons that print the page. Without a script they are absent, and the browser's own menu does the same.

for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The way to the printed page follows the address, whose query changes with what is shown.
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-follows]")) {
  for (const moment of ["pointerdown", "focus", "click"]) {
    link.addEventListener(moment, () => {
      link.search = location.search;
    });
  }
}
