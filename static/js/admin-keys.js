// The keys of the desk: the sheet that tells them, whether single ones are obeyed (WCAG 2.1.4), and Ctrl-S. Without this
// script the link in the header leads to a page that lists them.

const CHOICE = "desk:single-keys";
const FORMER = "queue-keys"; // where the queue kept its own choice
const FIELDS = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";
const CHANGED = "desk:single-keys";
const mac = /^Mac|^iP/.test(navigator.platform);

let on = kept();

function kept() {
  try {
    return (localStorage.getItem(CHOICE) ?? localStorage.getItem(FORMER)) !== "off";
  } catch {
    return true; // a browser that keeps nothing obeys
  }
}

/** Whether letters and marks alone do something. */
export function singleKeys() {
  return on;
}

/** Calls show(on) now, and whenever that changes. */
export function whenSwitched(show) {
  show(on);
  document.addEventListener(CHANGED, () => show(on));
}

function turn(to) {
  on = to;
  try {
    localStorage.setItem(CHOICE, on ? "on" : "off");
  } catch {
    // Then it holds for this page.
  }
  document.dispatchEvent(new Event(CHANGED));
}

const sheet = document.querySelector("dialog[data-keys]");

function save() {
  const row = document.querySelector(".submit-row");
  const button = row?.querySelector("[name=_continue]") ?? row?.querySelector("[name=_save]");
  button?.click();
  return Boolean(button);
}

function pressed(event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  if (event.defaultPrevented || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
  if ((mac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey && key.toLowerCase() === "s") {
    if (save()) event.preventDefault();
  } else if (key === "?" && on && sheet && !ctrlKey && !metaKey && !altKey && !target.closest?.(FIELDS)) {
    event.preventDefault();
    sheet.showModal();
  }
}

document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-keys-open]");
  if (opens && sheet && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    sheet.showModal();
  }
  if (event.target === sheet || event.target.closest("[data-keys-close]")) sheet.close();
});

for (const box of document.querySelectorAll("[data-single-keys]")) {
  box.addEventListener("change", () => turn(box.checked));
  whenSwitched((now) => { box.checked = now; });
}
for (const hidden of document.querySelectorAll("[data-keys-choice]")) hidden.hidden = false;
addEventListener("storage", ({ key }) => {
  if (key !== CHOICE) return; // another tab
  on = kept();
  document.dispatchEvent(new Event(CHANGED));
});
if (mac) {
  for (const key of document.querySelectorAll(".keys__groups kbd")) {
    key.textContent = key.textContent.replace(/^Ctrl$/, "⌘");
  }
}
