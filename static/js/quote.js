// Quoting and citing. A link that leads to such a page opens it in a dialog, with the words that are selected in its
// entry; the address of an entry is copied, and so is what stands in a field. Without this script all are plain links.

import { copy, makeReady } from "./copying.js";

let pressed = ""; // a press on a link may end the selection before the click comes

/** The selected words of the entry's answer; a selection that reaches further is cut there. */
function selectedIn(entry) {
  const answer = entry?.querySelector(".segment__answer");
  const selection = getSelection();
  if (!answer || !selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(answer)) return "";
  if (!answer.contains(range.startContainer)) range.setStart(answer, 0);
  if (!answer.contains(range.endContainer)) range.setEnd(answer, answer.childNodes.length);
  return range.toString().trim();
}

function press(event) {
  const plain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const target = plain && event.target.closest("[data-cite], [data-copies], .segment__link--address");
  if (!target) return;
  if (target.dataset.copies) {
    copy(document.getElementById(target.dataset.copies).value, target, target.dataset.copied);
  } else if (!("cite" in target.dataset)) {
    if (!navigator.clipboard) return;
    event.preventDefault();
    copy(target.href, target, document.querySelector(".told").dataset.copied);
  } else if (document.querySelector(".person")) {
    event.preventDefault();
    const address = new URL(target.href);
    const words = selectedIn(target.closest(".segment")) || pressed;
    pressed = "";
    // A little more than is taken: then the page says that it is too much.
    if (words) address.searchParams.set("words", words.slice(0, 810));
    import("./quote-dialog.js").then(({ show }) => show(address, target), () => location.assign(address));
  }
}

document.addEventListener("pointerdown", (event) => {
  pressed = selectedIn(event.target.closest("[data-cite]")?.closest(".segment"));
});
document.addEventListener("click", press);
document.querySelector("form[data-count]")?.addEventListener("focusin", () => import("./comment-form.js"), { once: true });
makeReady(document);
