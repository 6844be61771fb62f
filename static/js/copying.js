// Texts that are copied, and the word that they were.

/** Loads a style sheet that the page has not needed until now; without it the words are as good. */
export function wear(address) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  if ([...document.styleSheets].some(({ href }) => href === sheet.href)) return null;
  document.head.append(sheet);
  return new Promise((resolve) => (sheet.onload = sheet.onerror = resolve));
}

/** Browsers let only pages that came safely copy. */
export function makeReady(root) {
  for (const button of root.querySelectorAll("[data-copies]")) button.hidden = !navigator.clipboard;
}

/** Copies a text, and says so near to where it was asked for. */
export async function copy(text, near, told) {
  await navigator.clipboard.writeText(text);
  const status = near.closest("dialog, body").querySelector(".told");
  if (status.dataset.sheet) await wear(status.dataset.sheet);
  status.textContent = "";
  setTimeout(() => (status.textContent = told), 50); // the same words twice are news only after none
  clearTimeout(status.end);
  status.end = setTimeout(() => (status.textContent = ""), 5000);
}
