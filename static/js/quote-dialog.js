// The dialog in which a page for quoting or citing opens. It comes when it is first asked for.

import { makeReady, wear } from "./copying.js";

const dialog = document.createElement("dialog");
dialog.className = "quoting";
dialog.setAttribute("aria-labelledby", "cite-heading");
dialog.setAttribute("closedby", "any"); // a press beside it, too
let opener = null;

/** Shows the page at that address; leads to it where it cannot be had. The focus comes back to where it was asked for. */
export async function show(address, from, focused = "cite-heading") {
  if (!dialog.open) opener = from;
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    await Promise.all([...page.querySelectorAll("link[rel=stylesheet]")].map(({ href }) => wear(href)));
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

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  opener?.focus();
});
dialog.addEventListener("submit", (event) => {
  if (event.target.method === "dialog") return;
  event.preventDefault();
  show(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`, opener, "cite-words");
});
