// Pasted times or a transcript: read by the server as an import would be, shown, and put into the form. Nothing is
// stored before the form is saved.

import { openDialog, tableRow, tick } from "./admin-segments-dialog.js";
import { words } from "./admin-words.js";

const WRITTEN = ["start", "end", "kind", "label", "question", "answer", "tag_names"];

export class PasteDialog {
  #entries = []; // as the server gives them, each with its box

  constructor(dialog, { list, undo }) {
    Object.assign(this, { dialog, list, undo });
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-read]")) this.#read();
      if (event.target.closest("[data-apply]")) this.#apply();
    });
    dialog.addEventListener("change", () => this.#count());
    this.#part("text").addEventListener("input", () => this.#show([], []));
  }

  #part(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  get #filling() {
    return this.#part("how").value === "times";
  }

  open() {
    openDialog(this.dialog);
    this.#part("text").focus();
    this.#count();
  }

  async #read() {
    const token = this.dialog.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
    this.#part("said").textContent = words("reading");
    this.#part("read").disabled = true;
    try {
      const body = new URLSearchParams({ text: this.#part("text").value });
      const answer = await fetch(this.dialog.dataset.reader, { method: "POST", headers: { "X-CSRFToken": token }, body });
      const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : {};
      this.#show(told.entries ?? [], told.findings ?? [{ line: null, message: words("not-read") }]);
    } catch {
      this.#show([], [{ line: null, message: words("not-read") }]);
    }
    this.#part("read").disabled = false;
  }

  #show(entries, findings) {
    this.#entries = entries;
    this.#part("findings").replaceChildren(
      ...findings.map(({ line, message }) => {
        const item = document.createElement("li");
        item.append(line === null ? message : words("in-line", { line, message }));
        return item;
      }),
    );
    this.#part("preview").replaceChildren(
      ...entries.map((entry) => {
        const told = [entry.label, entry.question, entry.answer].filter(Boolean).join(" — ");
        entry.box = tick(`${entry.start} ${told.slice(0, 80)}`, true);
        return tableRow([["tick", entry.box], ["time", entry.start], ["words", told.slice(0, 240)]]);
      }),
    );
    this.#count();
  }

  #count() {
    const ticked = this.#entries.filter(({ box }) => box.checked);
    const places = this.list.entries.filter((row) => !row.isBlank).length;
    this.#part("apply").disabled = !ticked.length;
    if (!this.#entries.length) this.#part("said").textContent = "";
    else if (this.#filling) this.#part("said").textContent = words("times-for", { n: ticked.length, places });
    else this.#part("said").textContent = words("ticked", { n: ticked.length });
  }

  #apply() {
    const ticked = this.#entries.filter(({ box }) => box.checked);
    this.undo.do(() => (this.#filling ? this.#fillTimes(ticked) : this.#addEntries(ticked)));
    this.dialog.close();
  }

  #addEntries(entries) {
    let [last, count] = [null, 0];
    for (const entry of entries) {
      const given = Object.fromEntries(WRITTEN.filter((name) => entry[name]).map((name) => [name, entry[name]]));
      const row = this.list.add(last, given);
      if (!row) break;
      last = row;
      count += 1;
    }
    return count ? words("added", { n: count }) : "";
  }

  /** In the order of the list, and of the times as they were pasted. */
  #fillTimes(entries) {
    const rows = this.list.entries.filter((row) => !row.isBlank);
    const timed = entries.filter(({ start }) => start).slice(0, rows.length);
    timed.forEach(({ start }, place) => rows[place].set("start", start));
    return timed.length ? words("times-filled", { n: timed.length }) : "";
  }
}
