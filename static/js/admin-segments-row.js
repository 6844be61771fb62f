// One entry of the time index: its fields, and the line that tells what is in them.

import { momentIn, written } from "./admin-segments-times.js";
import { wordCount } from "./admin-segments-text.js";
import { words } from "./admin-words.js";

export const FIELDS = ["start", "end", "kind", "answered_by", "label", "tag_names", "question", "answer"];
const TEXTS = ["start", "end", "label", "tag_names", "question", "answer"];
const HEADING = 240; // characters; the line shows fewer
const known = new WeakMap();

export class Row {
  #fields = new Map();

  /** The row of an element in it; null outside of rows. */
  static of(element) {
    const row = element?.closest(".row:not(.empty-form)");
    if (!row) return null;
    if (!known.has(row)) known.set(row, new Row(row));
    return known.get(row);
  }

  constructor(element) {
    this.element = element;
    this.isStored = element.matches(".has_original");
    this.isGone = false; // a new one that was taken out of the list again
    this.line = element.querySelector(".row__summary");
    this.fold = element.querySelector(".row__fold");
  }

  field(name) {
    if (!this.#fields.has(name)) this.#fields.set(name, this.element.querySelector(`[name$="-${name}"]`));
    return this.#fields.get(name);
  }

  get(name) {
    return this.field(name)?.value ?? "";
  }

  set(name, value) {
    const field = this.field(name);
    if (!field || field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  get start() {
    return momentIn(this.get("start"));
  }

  set start(moment) {
    this.set("start", moment === null ? "" : written(moment));
  }

  get endMoment() {
    return momentIn(this.get("end"));
  }

  get hasTime() {
    return Number.isFinite(this.start) && this.start !== null;
  }

  get deletion() {
    return this.isStored ? this.field("DELETE") : null;
  }

  get isDeleted() {
    return this.isGone || Boolean(this.deletion?.checked);
  }

  get canBeDeleted() {
    return !this.isStored || this.deletion !== null;
  }

  set isDeleted(deleted) {
    if (this.deletion) {
      this.deletion.checked = deleted;
      this.deletion.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (deleted) this.fold.open = false;
  }

  get isBlank() {
    return !this.isStored && !TEXTS.some((name) => this.get(name).trim());
  }

  get title() {
    return (this.get("label") || this.get("question") || this.get("answer")).slice(0, HEADING).trim();
  }

  get text() {
    return TEXTS.map((name) => this.get(name)).join(" ");
  }

  /** As `flagsOf` wants it. */
  entry(awaiting) {
    return { start: this.start, awaits: awaiting.includes(this.get("kind")), answered: Boolean(this.get("answer").trim()) };
  }

  /** The line says what is written below it. */
  show() {
    const put = (name, text) => {
      const part = this.line.querySelector(`.row__${name}`);
      if (part && part.textContent !== text) part.textContent = text;
    };
    put("time", this.get("start"));
    put("tags", this.get("tag_names"));
    const count = wordCount(this.get("answer"));
    put("words", count ? words("words", { n: count }) : "");
    const heading = this.line.querySelector(".row__heading");
    const [label, said] = [this.get("label"), (this.get("question") || this.get("answer")).slice(0, HEADING)];
    heading.replaceChildren(...(label ? [inside("b", label), " "] : []), said || (label ? "" : inside("i", words("new"))));
  }

  flag(names) {
    const place = this.line.querySelector(".row__flags");
    const now = [...place.querySelectorAll("[data-flag]")];
    this.flags = names;
    if (now.map((flag) => flag.textContent).join("\n") === names.map((name) => words(name)).join("\n")) return;
    now.forEach((flag) => flag.remove());
    for (const name of names) {
      const flag = inside("span", words(name));
      flag.className = "row__flag";
      flag.dataset.flag = name;
      place.append(flag);
    }
  }
}

function inside(name, text) {
  const element = document.createElement(name);
  element.append(text);
  return element;
}
