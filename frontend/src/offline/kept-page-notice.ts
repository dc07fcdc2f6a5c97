// A kept page answers no question of its address, save where its own script does: it says so where it matters.

const notice = document.getElementById("kept-notice");
if (notice && location.search && document.documentElement.dataset.kept !== undefined) {
  notice.hidden = false;
}
