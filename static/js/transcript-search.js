// Find as you type in the transcript: places are marked, and shown one after the other.

import { folded, rangesOf } from "./words.js";

const PAUSE = 120; // milliseconds without a key

// Where a browser has no marks, places are counted and shown all the same.
const mark = (name, ranges) => CSS.highlights?.set(name, new Highlight(...ranges));

export function searchIn(transcript) {
  const part = (name) => transcript.querySelector(name);
  const [form, field, told, fold] = ["form", "input", "[role=status]", "details"].map(part);
  let [ranges, at, waiting] = [[], 0];

  function look() {
    const words = folded(field.value.trim().replace(/\s+/g, " "));
    const said = words ? [...transcript.querySelectorAll(".transcript__words p")] : [];
    ranges = said.flatMap((paragraph) => [...rangesOf([words], paragraph)]);
    part(".transcript__steps").hidden = ranges.length < 2;
    mark("said", ranges);
    told.textContent = words ? told.dataset.none : "";
    show(0);
  }

  function show(place) {
    at = (place + ranges.length) % ranges.length;
    mark("said-here", ranges.slice(at, at + 1));
    if (!ranges.length) return;
    told.textContent = told.dataset.some.replace("{place}", at + 1).replace("{total}", ranges.length);
    if (fold) fold.open = true;
    window.scrollBy({ top: ranges[at].getBoundingClientRect().top - innerHeight / 3 });
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  form.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]")?.dataset.step;
    if (step) show(at + Number(step));
  });
  form.addEventListener("submit", () => show(at + 1));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      field.focus();
      look();
    } else if (event.shiftKey && event.key === "Enter" && event.target === field) {
      event.preventDefault();
      show(at - 1);
    }
  });
  if (field.value) look(); // typed while this came
}
