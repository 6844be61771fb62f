// The queue by single keys, for who has two hundred comments to read. They press the page's own buttons, never while
// something is typed, and are switched off with all single keys of the desk. Without this script the buttons do all of
// it. `interviews/comments/queue_keys.py` tells them.

import { singleKeys, whenSwitched } from "./admin-keys.js";

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const items = [...document.querySelectorAll(".item")];

/** The comment with the focus, which can be seen: no key decides about another. */
const here = () => document.activeElement?.closest(".item");

function go(item) {
  if (!item) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const place = items.indexOf(here() ?? items.find((item) => item.matches(":target")));
  go(place < 0 ? items[0] : items[Math.min(Math.max(place + by, 0), items.length - 1)]);
}

function press(key) {
  const pressed = here()?.querySelector(`[data-key="${key}"]`);
  if (key !== "c") return pressed?.click();
  if (!pressed) return undefined;
  pressed.parentElement.open = true;
  return pressed.parentElement.querySelector("textarea").focus();
}

function tick() {
  here()?.querySelector(".item__tick")?.click();
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  u: () => document.querySelector(".queue__undo [data-key]")?.click(),
  a: () => press("a"), r: () => press("r"), s: () => press("s"), c: () => press("c"),
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Escape" && target.matches("textarea")) return go(target.closest(".item"));
  if (event.defaultPrevented || event.repeat && key !== "j" && key !== "k") return undefined;
  if (event.ctrlKey || event.altKey || event.metaKey || !singleKeys()) return undefined;
  if (target.closest(FIELDS) || document.querySelector("dialog[open]") || !Object.hasOwn(ACTS, key)) return undefined;
  event.preventDefault();
  return ACTS[key]();
});

// A second press while the first is on its way decides nothing.
for (const form of document.querySelectorAll(".item form, .queue__undo")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

const ticks = [...document.querySelectorAll(".item__tick")];
const told = document.querySelector("[data-ticked]");
const all = document.querySelector("[data-tick-all]");

function count() {
  const number = ticks.filter((one) => one.checked).length;
  told.textContent = number ? told.dataset.words.replace("{number}", number) : "";
}

for (const one of ticks) one.addEventListener("change", count);
all?.addEventListener("click", (event) => {
  event.preventDefault();
  const checked = !ticks.every((one) => one.checked);
  for (const one of ticks) one.checked = checked;
  count();
});
if (told) count();

for (const help of document.querySelectorAll("[data-help]")) help.hidden = false;
whenSwitched((on) => document.body.classList.toggle("queue--keys", on));
// After a decision the address names the comment that is next.
if (!document.querySelector("[autofocus]")) go(document.querySelector(".item:target"));
