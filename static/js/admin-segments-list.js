// The entries of the time index in their order: found, opened, added, moved, numbered and flagged.

import { FlagCounts } from "./admin-segments-flags.js";
import { Row } from "./admin-segments-row.js";
import { flagsOf, orderByTime } from "./admin-segments-times.js";

export class SegmentList {
  looked = null; // called when all entries were looked at
  length = null; // of the recording, in milliseconds, once it is known
  #wanted = [];
  #waiting = false;
  #batches = 0;
  #unnumbered = false;

  constructor(group) {
    this.group = group;
    this.element = group.querySelector(".row").parentElement;
    this.awaiting = (group.querySelector("[data-awaiting]")?.dataset.awaiting ?? "").split(" ");
    this.moves = group.querySelector("[data-rows-moves]").content;
    this.flags = new FlagCounts(group.querySelector(".rows__flags"), () => this.narrow());
    this.actions = group.querySelector("[data-row-actions]")?.content;
    for (const row of this.everyone) {
      this.#equip(row);
      if (row.isBlank && !row.fold.open) this.takeOut(row); // those that are there for who has no script
    }
    this.element.addEventListener("toggle", (event) => this.#toggled(event), true);
    group.addEventListener("input", (event) => this.#typed(event.target));
    group.addEventListener("change", (event) => this.#typed(event.target));
    group.addEventListener("formset:added", (event) => this.#equip(Row.of(event.target)));
    this.#putByPosition(); // a form that is shown again keeps the order that was chosen
    this.look();
  }

  get everyone() {
    return [...this.element.querySelectorAll(":scope > .row:not(.empty-form)")].map((element) => Row.of(element));
  }

  /** All but those that were taken out again; those marked to be deleted too. */
  get rows() {
    return this.everyone.filter((row) => !row.isGone);
  }

  get entries() {
    return this.rows.filter((row) => !row.isDeleted);
  }

  get shown() {
    return this.rows.filter((row) => !row.element.hidden);
  }

  /** The one that is being worked at: where the focus is, or what is open. */
  get current() {
    const focused = Row.of(document.activeElement);
    if (focused && this.element.contains(focused.element)) return focused;
    return this.rows.find((row) => row.fold.open && !row.isDeleted) ?? null;
  }

  neighbour(row, step, among = this.shown) {
    return among[among.indexOf(row) + step] ?? null;
  }

  #equip(row) {
    row.element.append(this.moves.cloneNode(true));
    if (row.fold.open) this.#furnish(row);
  }

  // What an open entry offers is made when it is first opened: five hundred do not need it at once.
  #furnish(row) {
    if (!this.actions || row.element.querySelector(".row__actions")) return;
    row.element.querySelector(".row__body").prepend(this.actions.cloneNode(true));
    row.element.querySelector("[data-do=delete]").hidden = !row.canBeDeleted;
  }

  #toggled({ target }) {
    const row = Row.of(target);
    if (!row || target !== row.fold) return;
    if (target.open) this.#furnish(row);
    if (target.open && this.single) {
      const before = row.line.getBoundingClientRect().top;
      this.rows.forEach((other) => other !== row && (other.fold.open = false));
      const moved = row.line.getBoundingClientRect().top - before;
      if (moved) window.scrollBy({ top: moved, behavior: "instant" }); // what was pressed stays under the hand
    }
  }

  get single() {
    return !this.group.querySelector("[data-rows-open]").matches("[aria-pressed=true]");
  }

  /** Opens an entry that has the focus in one of its fields, or its line. */
  open(row, name = "") {
    row.element.hidden = false;
    row.fold.open = true;
    ((name && row.field(name)) || row.line).focus();
    row.line.scrollIntoView({ block: "nearest" });
  }

  openAll(all) {
    this.group.querySelector("[data-rows-open]").setAttribute("aria-pressed", String(all));
    this.shown.forEach((row) => (row.fold.open = all && !row.isDeleted));
  }

  /** A new entry behind another, or at the end; with what is given in its fields. */
  add(after = null, given = {}) {
    const spare = this.everyone.find((row) => row.isGone && row.isBlank);
    const row = spare ?? this.#fresh();
    if (!row) return null;
    this.bringBack(row);
    row.fold.open = false;
    if (after) after.element.after(row.element);
    else this.#end(row);
    for (const [name, value] of Object.entries(given)) row.set(name, value);
    this.renumber();
    return row;
  }

  /** An empty new entry leaves the list, and may be taken for another one. */
  takeOut(row) {
    if (row.field("position")) row.field("position").value = "";
    row.isGone = true;
    row.fold.open = false;
    row.element.hidden = true;
  }

  bringBack(row) {
    row.isGone = false;
    row.element.hidden = false;
  }

  #end(row) {
    const last = this.rows.findLast((other) => other !== row && !other.isBlank);
    if (last) last.element.after(row.element);
    else this.element.querySelector(":scope > .row")?.before(row.element);
  }

  // As Django's own script makes one, which looks through the whole page each time.
  #fresh() {
    const pattern = this.element.querySelector(":scope > .empty-form");
    const [total, most] = ["TOTAL", "MAX_NUM"].map((name) => this.group.querySelector(`[name$="-${name}_FORMS"]`));
    if (!pattern || Number(total.value) >= Number(most.value || Infinity)) return null;
    const element = pattern.cloneNode(true);
    element.classList.remove("empty-form", "last-related");
    element.id = element.id.replace(/empty$/, total.value);
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      for (const part of element.querySelectorAll(`[${name}*="__prefix__"]`)) {
        part.setAttribute(name, part.getAttribute(name).replaceAll("__prefix__", total.value));
      }
    }
    pattern.before(element);
    total.value = Number(total.value) + 1;
    const detail = { formsetName: total.name.replace("-TOTAL_FORMS", "") };
    element.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail }));
    return Row.of(element);
  }

  #putByPosition() {
    const place = (row) => Number(row.get("position") || Infinity);
    this.put([...this.rows].sort((one, other) => place(one) - place(other) || 0));
  }

  put(rows) {
    const end = this.element.querySelector(":scope > .empty-form") ?? this.element.querySelector(":scope > .desk-notice");
    const here = this.rows;
    if (rows.some((row, place) => row !== here[place])) rows.forEach((row) => this.element.insertBefore(row.element, end));
    this.look();
  }

  /** Puts a row behind another, or before all others; the order on the page is the one that will be stored. */
  place(row, after) {
    after ? after.element.after(row.element) : this.rows[0]?.element.before(row.element);
    this.renumber();
  }

  sortByTime() {
    const rows = this.rows;
    this.put(orderByTime(rows.map((row) => ({ start: row.start, fresh: row.isBlank }))).map((number) => rows[number]));
    this.renumber();
  }

  // New forms left empty get no number: a number alone would make an entry of them.
  renumber() {
    if (this.#batches) return void (this.#unnumbered = true);
    this.#unnumbered = false;
    this.rows.forEach((row, place) => {
      const field = row.field("position");
      if (field) field.value = row.isBlank ? "" : place + 1;
    });
    this.look();
  }

  /** Numbers and looks once, behind all that is done to many entries. */
  batch(act) {
    this.#batches += 1;
    try {
      return act();
    } finally {
      this.#batches -= 1;
      if (this.#unnumbered) this.renumber();
      else this.look();
    }
  }

  /** Looks again at all entries, once before the page is drawn. */
  look() {
    if (this.#waiting || this.#batches) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      this.#look();
    });
  }

  #look() {
    const rows = this.rows;
    rows.forEach((row, place) => {
      row.line.querySelector(".row__number").textContent = place + 1;
      row.element.classList.toggle("row--deleted", row.isDeleted);
      if (row.isDeleted || row.isBlank) row.flag([]);
    });
    const looked = rows.filter((row) => !row.isDeleted && !row.isBlank);
    const flags = flagsOf(looked.map((row) => row.entry(this.awaiting)), this.length);
    looked.forEach((row, place) => row.flag(flags[place]));
    this.group.querySelector(".rows__count").textContent = looked.length;
    this.flags.count(flags.flat());
    this.narrow();
    this.looked?.();
  }

  #typed(field) {
    if (field.matches("[data-rows-filter]")) {
      this.#wanted = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      this.narrow();
      return;
    }
    const row = Row.of(field);
    if (!row || !this.element.contains(row.element)) return;
    row.show();
    if (row.isBlank === Boolean(row.get("position"))) this.renumber();
    else this.look();
  }

  /** Shows only those that have the words and the flag. What one is writing in stays. */
  narrow() {
    for (const row of this.rows) {
      const text = this.#wanted.length && `${row.line.textContent} ${row.text}`.toLocaleLowerCase();
      const fits = this.#wanted.every((word) => text.includes(word)) && (!this.flags.wanted || row.flags?.includes(this.flags.wanted));
      row.element.hidden = !fits && !row.element.contains(document.activeElement);
    }
  }
}
