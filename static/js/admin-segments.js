// The time index in an interview's form. Without this file each entry still opens, its place is a number to type, and
// one is deleted by a tick.

import { dragRows } from "./admin-segments-drag.js";
import { Editing } from "./admin-segments-edit.js";
import { Keys } from "./admin-segments-keys.js";
import { SegmentList } from "./admin-segments-list.js";
import { PasteDialog } from "./admin-segments-paste.js";
import { Player } from "./admin-segments-player.js";
import { readOnly } from "./admin-segments-reading.js";
import { ReplaceDialog } from "./admin-segments-replace.js";
import { Row } from "./admin-segments-row.js";
import { ShiftDialog } from "./admin-segments-shift.js";
import { Undo } from "./admin-segments-undo.js";

/** What nobody does to an entry that is marked to be deleted. */
const OF_AN_ENTRY = new Set(["set-start", "earlier", "later", "split", "merge", "shift"]);

class Desk {
  #field = null; // the last field that had the cursor: a button takes the focus away from it

  constructor(group) {
    this.group = group;
    this.list = new SegmentList(group);
    this.undo = new Undo(this.list, group.querySelector("[data-notice]"));
    const panel = group.querySelector("[data-player]");
    this.player = panel ? new Player(panel, this.list) : null;
    this.editing = new Editing(this.list, this.undo, this.player);
    const dialog = (name) => group.querySelector(`[data-dialog=${name}]`);
    this.dialogs = {
      shift: new ShiftDialog(dialog("shift"), this),
      replace: new ReplaceDialog(dialog("replace"), this),
      paste: new PasteDialog(dialog("paste"), this),
    };
    this.keys = new Keys(group);
    this.keys.obey((name) => this.act(name, Row.of(document.activeElement) ?? this.list.current));
    dragRows(this.list, (row, after) => this.editing.place(row, after));
    group.addEventListener("focusin", (event) => event.target.matches("textarea") && (this.#field = event.target));
    group.addEventListener("click", (event) => this.#clicked(event));
    group.addEventListener("click", (event) => this.#adds(event), true);
    group.classList.add("segments--live");
    group.classList.toggle("segments--silent", !this.player);
    group.querySelector(".rows__tools").hidden = false;
    this.#stack();
  }

  #clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const name = button.dataset.do;
    if (name) this.act(name, Row.of(button) ?? this.#worked);
    // A line that moved keeps the hand on the button that moved it.
    if (name === "move-up" || name === "move-down") button.focus();
  }

  // Django's own link, before its own script hears of it.
  #adds(event) {
    if (!event.target.closest(".add-row a")) return;
    event.preventDefault();
    event.stopPropagation();
    this.editing.insert(this.list.entries.at(-1) ?? null);
  }

  /** What the buttons of the player speak of: the entry that is open, else the one that is heard. */
  get #worked() {
    return Row.of(this.#field?.isConnected && this.#field.offsetParent ? this.#field : null) ?? this.list.current ?? this.player?.heard ?? null;
  }

  #cursor(row) {
    const field = document.activeElement.matches("textarea") ? document.activeElement : this.#field;
    return row && row.element.contains(field) ? field : null;
  }

  act(name, row) {
    const { editing, list, undo, player } = this;
    const onLine = (other) => other && (other.line.focus(), other.line.scrollIntoView({ block: "nearest" }));
    const acts = {
      play: () => editing.playFrom(row),
      "set-start": () => editing.setStart(row),
      earlier: () => editing.nudge(row, -1),
      later: () => editing.nudge(row, 1),
      split: () => editing.split(row, this.#cursor(row)),
      merge: () => editing.merge(row),
      insert: () => editing.insert(row),
      "insert-here": () => editing.insertHere(),
      delete: () => editing.delete(row),
      restore: () => editing.restore(row),
      "move-up": () => editing.move(row, -1),
      "move-down": () => editing.move(row, 1),
      sort: () => editing.sort(),
      stay: () => {},
      undo: () => undo.undo(),
      dismiss: () => undo.dismiss(),
      shift: () => this.dialogs.shift.open(row),
      replace: () => this.dialogs.replace.open(),
      paste: () => this.dialogs.paste.open(),
      filter: () => this.group.querySelector("[data-rows-filter]").focus(),
      "open-all": () => list.openAll(list.single),
      next: () => onLine(list.neighbour(row, 1)),
      previous: () => onLine(list.neighbour(row, -1)),
      first: () => onLine(list.shown[0]),
      last: () => onLine(list.shown.at(-1)),
      close: () => this.#close(row),
      "toggle-player": () => player?.toggle(),
      back: () => player.seek(player.time - 5000),
      forward: () => player.seek(player.time + 5000),
      "player-previous": () => player.step(-1),
      "player-next": () => player.step(1),
      "open-heard": () => player.heard && list.open(player.heard),
    };
    if (row?.isDeleted && name === "delete") name = "restore";
    else if (!acts[name] || (row?.isDeleted && OF_AN_ENTRY.has(name))) return false;
    acts[name]();
    return true;
  }

  #close(row) {
    const filter = this.group.querySelector("[data-rows-filter]");
    if (document.activeElement === filter && filter.value) {
      filter.value = "";
      filter.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (row) {
      row.fold.open = false;
      row.line.focus();
    }
  }

  // What sticks to the bottom of the window stands on what sticks there below it.
  #stack() {
    const below = document.querySelector(".submit-row");
    const tell = () => {
      const height = below && getComputedStyle(below).position === "sticky" ? below.offsetHeight : 0;
      this.group.style.setProperty("--below", `${height}px`);
    };
    if (below) new ResizeObserver(tell).observe(below);
    const panel = this.player?.panel;
    if (panel) new ResizeObserver(() => this.group.style.setProperty("--dock", `${panel.offsetHeight}px`)).observe(panel);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const group = document.getElementById("segments-group");
  if (!group?.querySelector(".row")) return; // nothing to edit, and nothing may be added
  if (group.querySelector("[data-dialog]")) new Desk(group);
  else if (group.querySelector(".rows__tools")) readOnly(group);
});
