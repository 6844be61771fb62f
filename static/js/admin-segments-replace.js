// Find and replace across the interview: title, introduction, labels, questions, answers. Each place can be left out.

import { openDialog, tableRow, tick } from "./admin-segments-dialog.js";
import { around, placesOf, replaced } from "./admin-segments-text.js";
import { words } from "./admin-words.js";

const MOST = 500; // places that are listed; the others are not replaced
const WITHIN = ["label", "question", "answer"];

export class ReplaceDialog {
  #hits = []; // { field, place, box }

  constructor(dialog, { list, undo }) {
    Object.assign(this, { dialog, list, undo });
    dialog.addEventListener("input", (event) => event.target.closest("[data-found]") || this.#search());
    dialog.addEventListener("change", () => this.#count());
    dialog.addEventListener("click", (event) => event.target.closest("[data-apply]") && this.#apply());
  }

  #part(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  open() {
    openDialog(this.dialog);
    this.#part("find").select();
    this.#search();
  }

  /** The fields that are searched, each with what it is called in the list. */
  get fields() {
    const found = [];
    for (const name of ["title", "introduction"]) {
      const field = document.getElementById(`id_${name}`);
      if (field) found.push({ field, where: words(`field-${name}`) });
    }
    for (const row of this.list.entries) {
      const number = row.line.querySelector(".row__number").textContent;
      for (const name of WITHIN) {
        if (row.field(name)) found.push({ field: row.field(name), where: `${number} ${words(`field-${name}`)}` });
      }
    }
    return found;
  }

  #search() {
    const wanted = this.#part("find").value;
    const how = { matchCase: this.#part("case").checked, wholeWords: this.#part("whole").checked };
    this.#hits = [];
    for (const { field, where } of this.fields) {
      for (const place of placesOf(wanted, field.value, how)) {
        if (this.#hits.length < MOST) this.#hits.push({ field, where, place });
      }
    }
    this.#part("found").replaceChildren(...this.#hits.map((hit) => this.#shown(hit)));
    this.#count();
  }

  #shown(hit) {
    const { before, found, after } = around(hit.field.value, hit.place);
    hit.box = tick(`${hit.where}: ${before}${found}${after}`, true);
    const context = document.createElement("span");
    const mark = document.createElement("mark");
    mark.append(found);
    context.append(before, mark, after);
    context.lang = hit.field.lang;
    return tableRow([["tick", hit.box], ["where", hit.where], ["words", context]]);
  }

  #count() {
    const ticked = this.#hits.filter(({ box }) => box.checked).length;
    this.#part("apply").disabled = !ticked;
    const wanted = this.#part("find").value;
    this.#part("said").textContent = this.#hits.length
      ? words("found", { n: this.#hits.length, ticked })
      : wanted
        ? words("found-nothing")
        : "";
  }

  #apply() {
    const by = this.#part("by").value;
    const ticked = this.#hits.filter(({ box }) => box.checked);
    const fields = new Map();
    for (const { field, place } of ticked) fields.set(field, [...(fields.get(field) ?? []), place]);
    let [done, tooLong] = [0, 0];
    const others = [...fields.keys()].filter((field) => !this.list.element.contains(field));
    this.undo.do(() => {
      for (const [field, places] of fields) {
        const text = replaced(field.value, places, by);
        if (field.maxLength > 0 && text.length > field.maxLength) {
          tooLong += places.length;
          continue;
        }
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        done += places.length;
      }
      const told = done ? words("replaced", { n: done }) : "";
      return tooLong && done ? `${told} ${words("too-long", { n: tooLong })}` : told;
    }, others);
    if (!done) this.undo.say(words("too-long", { n: tooLong }));
    this.dialog.close();
  }
}
