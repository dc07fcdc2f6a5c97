// The buttons that print the page. Without a script they are absent, and the browser's own menu does the same.

for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
