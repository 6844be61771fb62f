// What was done to the time index, and the way back: of each step, what it changed. What was typed since stays.

import { FIELDS } from "./admin-segments-row.js";
import { words } from "./admin-words.js";

const MOST = 100; // steps

export class Undo {
  #steps = [];

  constructor(list, notice) {
    this.list = list;
    this.notice = notice;
    this.said = notice.querySelector("[role=status]");
    this.button = notice.querySelector("[data-do=undo]");
  }

  /** Does something that can be taken back. `act` returns what to say of it; nothing said means nothing was done. */
  do(act, others = []) {
    const before = this.#state(others);
    const said = this.list.batch(act);
    if (!said) return false;
    const step = this.#difference(before, this.#state(others));
    this.#steps.push(step);
    if (this.#steps.length > MOST) this.#steps.shift();
    this.say(said, true);
    return true;
  }

  say(text, undoable = false) {
    this.said.textContent = "";
    this.notice.hidden = false;
    this.button.hidden = !undoable;
    requestAnimationFrame(() => (this.said.textContent = text)); // the same words twice are told twice
  }

  dismiss() {
    this.notice.hidden = true;
    this.said.textContent = "";
  }

  undo() {
    const step = this.#steps.pop();
    if (!step) return this.say(words("nothing-to-undo"));
    const kept = this.list.batch(() => this.#takeBack(step));
    this.say(kept ? words("undone-but", { n: kept }) : words("undone"), this.#steps.length > 0);
    const row = step.rows.keys().next().value;
    if (row && !row.isGone && !row.element.hidden) row.line.focus();
  }

  /** Returns how many fields stay, because they were written in since. */
  #takeBack(step) {
    let kept = 0;
    for (const [field, { was, became }] of step.fields) {
      if (field.value !== became) kept += 1;
      else if (was !== became) put(field, was);
    }
    for (const [row, was] of step.rows) {
      if (was.isGone && row.isBlank) this.list.takeOut(row);
      else if (!was.isGone) this.list.bringBack(row);
      if (row.isStored && row.isDeleted !== was.isDeleted) row.isDeleted = was.isDeleted;
      row.show();
    }
    if (step.order) {
      this.list.renumber();
      const now = this.list.rows;
      this.list.put([...step.order.filter((row) => now.includes(row)), ...now.filter((row) => !step.order.includes(row))]);
    }
    return kept;
  }

  /** Takes a new entry out of the list; it is emptied, so that nothing of it is sent. */
  remove(row) {
    const fresh = this.list.element.querySelector(":scope > .empty-form");
    for (const name of FIELDS) row.set(name, fresh?.querySelector(`[name$="-${name}"]`)?.value ?? "");
    this.list.takeOut(row);
    this.list.renumber();
  }

  #state(others) {
    const rows = this.list.everyone;
    const fields = new Map(others.map((field) => [field, field.value]));
    for (const row of rows) {
      for (const name of FIELDS) if (row.field(name)) fields.set(row.field(name), row.get(name));
    }
    const states = rows.map((row) => [row, { isGone: row.isGone, isDeleted: row.isDeleted }]);
    return { fields, rows: new Map(states), order: this.list.rows };
  }

  #difference(before, after) {
    const fields = new Map();
    for (const [field, became] of after.fields) {
      const was = before.fields.get(field) ?? untouched(field);
      if (was !== became) fields.set(field, { was, became });
    }
    const rows = new Map();
    for (const [row, now] of after.rows) {
      const was = before.rows.get(row) ?? { isGone: true, isDeleted: false };
      const touched = FIELDS.some((name) => fields.has(row.field(name)));
      if (touched || was.isGone !== now.isGone || was.isDeleted !== now.isDeleted) rows.set(row, was);
    }
    const moved = after.order.some((row, place) => row !== before.order[place]);
    return { fields, rows, order: moved ? before.order : null };
  }
}

/** What a field of a new entry holds before anybody writes into it. */
function untouched(field) {
  if (field.localName !== "select") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
}

function put(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
