// An address that names an entry of a form's lists (…/change/#segments-3) opens it. Without this script it is scrolled to.

function open() {
  const row = /^#[a-z_]+-\d+$/.test(location.hash) && document.querySelector(`.row${location.hash}`);
  const fold = row && row.querySelector(".row__fold");
  if (!fold) return;
  fold.open = true;
  row.scrollIntoView({ block: "center" });
  fold.querySelector("summary").focus({ preventScroll: true });
}

addEventListener("hashchange", open);
if (document.readyState === "complete") open();
else addEventListener("load", open);
