// The form of a comment: how many characters are left, told when the end is near, and a draft that a window closed by
// mistake does not lose. Without this script the server tells the length when the form is sent.

const NEAR = 500; // characters before the end

/** Characters as the server counts them: one for each, whatever it takes to store it; line ends once. */
const lengthOf = (text) => [...text.trim()].length;

function count(form, area, told) {
  const left = Number(area.dataset.longest) - lengthOf(area.value);
  told.hidden = left > NEAR;
  const words = left < 0 ? form.dataset.over : form.dataset.count;
  const number = Math.abs(left).toLocaleString(document.documentElement.lang);
  told.textContent = left > NEAR ? "" : words.replace(/\{\w+\}/, number);
}

/** What is typed stays in this window (not on the disk of a library's computer) until it is sent. */
function keep(form, area) {
  const key = `comment:${form.action}:${form.parent?.value ?? ""}:${form.segment?.value ?? ""}`;
  try {
    if (!area.value) area.value = sessionStorage.getItem(key) ?? "";
    area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
    form.addEventListener("submit", () => sessionStorage.removeItem(key));
  } catch {
    // A browser that keeps nothing: then nothing is kept.
  }
}

for (const form of document.querySelectorAll("form[data-count]")) {
  const area = form.querySelector("textarea[data-longest]");
  const told = document.createElement("p");
  told.className = "form__hint";
  told.role = "status";
  area.after(told);
  if (!form.querySelector('[name="revision"]')) keep(form, area);
  area.addEventListener("input", () => count(form, area, told));
  count(form, area, told);
}
