// The way to the other language follows the address of the page, whose query and fragment change under it.

const link = document.querySelector<HTMLAnchorElement>("a.language");

for (const moment of ["pointerdown", "focus", "click"]) {
  link?.addEventListener(moment, () => {
    link.search = location.search;
    link.hash = location.hash;
  });
}
