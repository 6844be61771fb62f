// Quoting and citing. A link that leads to such a page opens it in a dialog, with the words that are selected in its
// entry; the address of an entry is copied, and so is what stands in a field. Without this script all are plain links.

const dialog = document.createElement("dialog");
dialog.className = "quoting";
dialog.setAttribute("aria-labelledby", "cite-heading");
dialog.setAttribute("closedby", "any"); // a press beside it, too
let opener = null;
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

/** Shows the page at that address in the dialog; leads to it where it cannot be had. */
async function show(address, focused = "cite-heading") {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    dialog.replaceChildren(...page.querySelector("main").children);
  } catch {
    location.assign(address);
    return;
  }
  makeReady(dialog);
  dialog.querySelector(".cite__close").hidden = false;
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector(`#${focused}`)?.focus();
}

/** Browsers let only pages that came safely copy. */
function makeReady(root) {
  for (const button of root.querySelectorAll("[data-copies]")) button.hidden = !navigator.clipboard;
}

async function copy(text, near, told) {
  await navigator.clipboard.writeText(text);
  const status = near.closest("dialog, body").querySelector(".told");
  status.textContent = "";
  setTimeout(() => (status.textContent = told), 50); // the same words twice are news only after none
  clearTimeout(status.end);
  status.end = setTimeout(() => (status.textContent = ""), 5000);
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
    if (!dialog.open) opener = target;
    show(address);
  }
}

document.addEventListener("pointerdown", (event) => {
  pressed = selectedIn(event.target.closest("[data-cite]")?.closest(".segment"));
});
document.addEventListener("click", press);
dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  opener?.focus();
});
dialog.addEventListener("submit", (event) => {
  if (event.target.method === "dialog") return;
  event.preventDefault();
  show(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`, "cite-words");
});
makeReady(document);
