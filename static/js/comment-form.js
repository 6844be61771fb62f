// The form of a comment: how many characters are left, told when the end is near, and a draft that lasts until it has
// arrived, or its window is closed. Without this script the server tells the length when the form is sent.

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

/** The name of the draft that was sent last; whether it arrived, only the next page tells. */
const SENT = "comment:sent";

/** What is typed stays in this window (not on the disk of a library's computer) until it has arrived. */
function keep(form) {
  const key = `comment:${form.action}:${form.parent?.value ?? ""}:${form.segment?.value ?? ""}`;
  const fields = ["name", "email", "body"].map((name) => form.elements[name]).filter(Boolean);
  const draft = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  for (const field of fields) field.value ||= draft[field.name] ?? "";
  const store = () =>
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map(({ name, value }) => [name, value]))));
  form.addEventListener("input", store);
  form.addEventListener("submit", () => (store(), sessionStorage.setItem(SENT, key)));
}

/** On the page that shows what was sent its draft is done with; on any other it was not taken. */
function settle() {
  const arrived = document.querySelector(".received") || location.hash.startsWith("#comment-");
  if (arrived) sessionStorage.removeItem(sessionStorage.getItem(SENT));
  sessionStorage.removeItem(SENT);
}

const quietly = (act) => {
  try {
    act();
  } catch {
    // A browser that keeps nothing: then nothing is kept.
  }
};

quietly(settle);
for (const form of document.querySelectorAll("form[data-count]")) {
  const area = form.querySelector("textarea[data-longest]");
  const told = document.createElement("p");
  told.className = "form__hint";
  told.role = "status";
  area.after(told);
  if (!form.querySelector('[name="revision"]')) quietly(() => keep(form));
  area.addEventListener("input", () => count(form, area, told));
  count(form, area, told);
}
