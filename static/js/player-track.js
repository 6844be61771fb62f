// The bar: a part for each stretch between two entries, a mark where readers talk, a slider over both.

import { inWords } from "./player-moments.js";

function piece(name, start, length) {
  const span = document.createElement("span");
  span.className = name;
  span.style.insetInlineStart = `${(100 * start) / length}%`;
  return span;
}

export class Track {
  #slider;
  #pieces;
  #parts = [];
  #entries;
  #moments;

  /** `moments`: seconds that comments speak of, beside those on entries. */
  constructor(element, entries, moments, seek) {
    [this.#slider, this.#pieces] = element.children;
    this.#entries = entries;
    this.#moments = moments;
    this.#slider.addEventListener("input", () => seek(Number(this.#slider.value)));
  }

  divide(length) {
    const begun = this.#entries.before(length);
    const starts = [...new Set([0, ...begun.map(({ start }) => start)])];
    const parts = starts.map((start, place) => {
      const end = starts[place + 1] ?? length;
      const part = piece("player__part", start, length);
      part.style.inlineSize = `calc(${(100 * (end - start)) / length}% - ${end < length ? 2 : 0}px)`;
      Object.assign(part.dataset, { start, end });
      return part;
    });
    const talk = new Map();
    const note = (start, count) => count && start < length && talk.set(start, (talk.get(start) ?? 0) + count);
    for (const { start, comments } of begun) note(start, Number(comments ?? 0));
    for (const moment of this.#moments) note(moment, 1);
    const marks = [...talk].map(([start, count]) => {
      const mark = piece("player__talk", start, length);
      mark.style.setProperty("--comments", Math.min(count, 5));
      return mark;
    });
    this.#parts = parts;
    this.#pieces.replaceChildren(...parts, ...marks);
    this.#slider.max = length;
  }

  /** `quietly`: who listens with the slider in focus does not want each second read over the voices. */
  show(seconds, quietly) {
    this.#slider.value = seconds;
    for (const { dataset, style } of this.#parts) {
      const played = (seconds - dataset.start) / (dataset.end - dataset.start);
      style.setProperty("--played", Math.min(1, Math.max(0, played)));
    }
    if (quietly && document.activeElement === this.#slider) return;
    const words = [inWords(seconds), this.#entries.label(this.#entries.at(seconds))];
    this.#slider.setAttribute("aria-valuetext", words.filter(Boolean).join(", "));
  }
}
