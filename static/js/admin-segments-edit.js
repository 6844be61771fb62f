// What an editor does to entries: set and nudge times, split, merge, insert, delete, move. Each can be undone.

import { joined, parted, united } from "./admin-segments-text.js";
import { SECOND, written } from "./admin-segments-times.js";
import { words } from "./admin-words.js";

export class Editing {
  constructor(list, undo, player) {
    Object.assign(this, { list, undo, player });
  }

  /** The player's moment in whole seconds; null without a recording. */
  get #now() {
    return this.player ? Math.floor(this.player.time / SECOND) * SECOND : null;
  }

  setStart(row) {
    const now = this.#now;
    if (now === null || !row) return this.undo.say(words(row ? "no-recording" : "no-entry"));
    this.undo.do(() => {
      row.start = now;
      return words("start-set", { time: written(now) });
    });
  }

  nudge(row, step) {
    if (!row?.hasTime) return this.undo.say(words("no-time-to-nudge"));
    const moment = Math.max(0, row.start + step * SECOND);
    this.undo.do(() => {
      row.start = moment;
      return words("start-set", { time: written(moment) });
    });
  }

  playFrom(row) {
    if (!this.player) return this.undo.say(words("no-recording"));
    if (!row?.hasTime) return this.undo.say(words("no-time-to-play"));
    this.player.playFrom(row.start);
  }

  /** Parts an entry at the cursor of its question or answer. What stood below goes into the new entry. */
  split(row, field) {
    const name = ["question", "answer"].find((one) => row && row.field(one) === field);
    if (!name) return this.undo.say(words("no-cursor"));
    const [before, after] = parted(field.value, field.selectionStart);
    if (!before || !after) return this.undo.say(words("nothing-to-split"));
    const now = this.#now;
    const later = now !== null && !(row.hasTime && now <= row.start) && now > 0;
    const given = {
      start: later ? written(now) : "",
      end: row.get("end"),
      kind: row.get("kind"),
      answered_by: row.get("answered_by"),
      question: name === "question" ? after : "",
      answer: name === "question" ? row.get("answer") : after,
    };
    let fresh = null;
    this.undo.do(() => {
      fresh = this.list.add(row, given);
      if (!fresh) return "";
      row.set(name, before);
      row.set("end", "");
      if (name === "question") row.set("answer", "");
      return later ? words("split-at", { time: written(now) }) : words("split");
    });
    if (fresh) this.list.open(fresh, later ? name : "start");
  }

  /** Joins an entry with the one that follows. The first keeps its comments and its address. */
  merge(row) {
    const next = row && this.list.neighbour(row, 1, this.list.entries.filter((one) => !one.isBlank));
    if (!next) return this.undo.say(words("nothing-to-merge"));
    if (!next.canBeDeleted) return this.undo.say(words("may-not-delete"));
    const lost = next.element.dataset.more ?? "";
    this.undo.do(() => {
      if (!row.get("start")) row.set("start", next.get("start"));
      row.set("end", next.get("end"));
      if (!row.get("label")) row.set("label", next.get("label"));
      for (const name of ["question", "answer"]) row.set(name, joined(row.get(name), next.get(name)));
      row.set("tag_names", united(row.get("tag_names"), next.get("tag_names")));
      this.#delete(next);
      return lost ? words("merged-losing", { what: lost }) : words("merged");
    });
    row.line.focus();
  }

  /** A new entry behind another, with the player's moment where that lies between the two. */
  insert(after) {
    const next = after && this.list.neighbour(after, 1, this.list.entries);
    const now = this.#now;
    const between = now !== null && now > (after?.start || 0) && !(next?.hasTime && now >= next.start);
    let fresh = null;
    this.undo.do(() => {
      fresh = this.list.add(after, between ? { start: written(now) } : {});
      if (fresh) fresh.fold.open = true;
      return fresh && words("inserted");
    });
    if (fresh) this.list.open(fresh, between ? "question" : "start");
    else this.undo.say(words("may-not-add"));
  }

  /** A new entry at the player's moment, where it belongs by time. */
  insertHere() {
    const now = this.#now;
    if (now === null) return this.undo.say(words("no-recording"));
    const before = this.list.entries.findLast((row) => row.hasTime && row.start <= now);
    let fresh = null;
    this.undo.do(() => {
      fresh = this.list.add(before ?? null, { start: written(now) });
      if (fresh && !before) this.list.place(fresh, null);
      return fresh && words("inserted-at", { time: written(now) });
    });
    if (fresh) this.list.open(fresh, "question");
    else this.undo.say(words("may-not-add"));
  }

  delete(row) {
    if (!row) return;
    if (!row.canBeDeleted) return this.undo.say(words("may-not-delete"));
    const beside = this.list.neighbour(row, 1) ?? this.list.neighbour(row, -1);
    const lost = row.element.dataset.more ?? "";
    this.undo.do(() => {
      this.#delete(row);
      return lost ? words("deleted-losing", { what: lost }) : words(row.isStored ? "deleted" : "removed");
    });
    this.list.look();
    beside?.line.focus();
  }

  restore(row) {
    this.undo.do(() => {
      row.isDeleted = false;
      return words("restored");
    });
    row.line.focus();
  }

  #delete(row) {
    if (row.isStored) row.isDeleted = true;
    else this.undo.remove(row);
  }

  /** Moves an entry by a step among those that are shown. */
  move(row, step) {
    const other = row && this.list.neighbour(row, step);
    if (!other) return this.undo.say(words(step < 0 ? "is-first" : "is-last"));
    const rows = this.list.rows;
    this.place(row, step < 0 ? (rows[rows.indexOf(other) - 1] ?? null) : other);
  }

  /** Puts an entry behind another; before all where there is none. */
  place(row, after) {
    if (row === after) return;
    this.undo.do(() => {
      this.list.place(row, after);
      const rows = this.list.rows;
      return words("moved", { place: rows.indexOf(row) + 1, all: rows.filter((one) => !one.isBlank).length });
    });
    row.line.focus();
  }

  sort() {
    this.undo.do(() => {
      this.list.sortByTime();
      return words("sorted");
    });
  }
}
