// The dialog that moves or stretches all times from an entry on, with a preview of each.

import { openDialog, tableRow } from "./admin-segments-dialog.js";
import { amountIn, problemOf, shifted, written } from "./admin-segments-times.js";
import { words } from "./admin-words.js";

export class ShiftDialog {
  #row = null;

  constructor(dialog, { list, undo, player }) {
    Object.assign(this, { dialog, list, undo, player });
    dialog.addEventListener("input", () => this.#preview());
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-apply]")) this.#apply();
      if (event.target.closest("[data-by-player]")) this.#byPlayer();
    });
  }

  #part(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  open(row) {
    this.#row = row ?? this.list.entries[0] ?? null;
    this.#part("by").value = "";
    this.#part("factor").value = "1";
    this.#part("from").textContent = this.#row ? `${this.#row.get("start")} ${this.#row.title}`.trim().slice(0, 80) : "";
    this.#part("by-player").hidden = !this.player;
    openDialog(this.dialog);
    this.#part("by").focus();
    this.#preview();
  }

  #byPlayer() {
    const difference = this.#row?.hasTime ? Math.floor(this.player.time / 1000) * 1000 - this.#row.start : NaN;
    if (Number.isNaN(difference)) return;
    this.#part("by").value = `${difference < 0 ? "-" : "+"}${written(Math.abs(difference))}`;
    this.#preview();
  }

  /** The entries that are meant, each with its new start and end; empty where the amounts make no sense. */
  #planned() {
    const all = this.list.entries;
    const rows = (this.#part("all").checked ? all : all.slice(all.indexOf(this.#row))).filter((row) => row.hasTime);
    const written = this.#part("by").value.trim();
    const [by, factor] = [written ? amountIn(written) : 0, Number(this.#part("factor").value.replace(",", "."))];
    if (Number.isNaN(by) || !(factor > 0)) return { rows, plan: [], wrong: true };
    const rule = { by, factor, origin: this.#part("all").checked ? 0 : (this.#row.start ?? 0) };
    const number = (text) => (Number.isFinite(text) ? text : null);
    const plan = rows.map((row) => {
      const [start, end] = shifted([row.start, number(row.endMoment)], rule);
      return { row, start, end, problem: problemOf(start, this.list.length) || (end < 0 && end !== null ? "negative" : "") };
    });
    return { rows, plan, wrong: false, still: by === 0 && factor === 1 };
  }

  #preview() {
    const { plan, wrong, still } = this.#planned();
    const bad = plan.filter(({ problem }) => problem === "negative").length;
    const late = plan.filter(({ problem }) => problem === "beyond-end").length;
    this.#part("apply").disabled = wrong || still || bad > 0 || !plan.length;
    this.#part("said").textContent = wrong
      ? words("no-amount")
      : bad
        ? words("would-be-negative", { n: bad })
        : late
          ? words("would-be-beyond", { n: late })
          : "";
    this.#part("preview").replaceChildren(
      ...plan.map(({ row, start, problem }) => {
        const to = start < 0 ? `−${written(-start)}` : written(start);
        const line = tableRow([
          ["number", row.line.querySelector(".row__number").textContent],
          ["time", row.get("start")],
          ["arrow", "→"],
          ["time", to],
          ["words", row.title.slice(0, 100)],
          ["flags", problem ? words(problem) : ""],
        ]);
        if (problem) line.className = "is-wrong";
        return line;
      }),
    );
  }

  #apply() {
    const { plan } = this.#planned();
    this.undo.do(() => {
      for (const { row, start, end } of plan) {
        row.start = start;
        if (end !== null) row.set("end", written(end));
      }
      return words("shifted", { n: plan.length });
    });
    this.dialog.close();
    this.#row?.line.focus();
  }
}
