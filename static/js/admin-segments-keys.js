// The keys of the time index, as `interviews/editorial/segment_keys.py` tells them. Single letters work on the lines alone, never
// in a field, and are switched off with all others of the desk; the others work in the fields too.

import { singleKeys } from "./admin-keys.js";

const FIELDS = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";

const LETTERS = {
  p: "play", s: "set-start", ",": "earlier", ".": "later", n: "insert", m: "merge", x: "delete", t: "shift",
  "/": "filter", f: "replace", v: "paste", e: "open-all",
};
const WITH_CONTROL = { Enter: "split", "Shift+Enter": "set-start", "Shift+ ": "toggle-player", z: "undo" };
const LINES = { ArrowDown: "next", ArrowUp: "previous", Home: "first", End: "last", Delete: "delete" };

export class Keys {
  constructor(group) {
    this.group = group;
  }

  /** Calls act(name) for a key that is the time index's; it returns whether it had a use for it. */
  obey(act) {
    this.group.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing || event.target.closest("dialog")) return;
      const name = this.#named(event);
      if (name && act(name)) event.preventDefault();
    });
  }

  #named({ key, target, ctrlKey, metaKey, altKey, shiftKey }) {
    const writing = target.matches(FIELDS);
    const onLine = target.matches(".row__summary");
    if (ctrlKey || metaKey) {
      if (altKey || (key.toLowerCase() === "z" && (writing || shiftKey))) return ""; // the field's own undo
      return WITH_CONTROL[shiftKey ? `Shift+${key}` : key];
    }
    if (altKey) return onLine && !shiftKey ? { ArrowUp: "move-up", ArrowDown: "move-down" }[key] : "";
    if (key === "Escape" && !onLine) return "close";
    if (key === "Enter" && target.matches("[data-rows-filter]")) return "stay"; // the whole form would be sent
    if (writing) return "";
    if (onLine && Object.hasOwn(LINES, key)) return LINES[key];
    return singleKeys() ? LETTERS[key] : "";
  }
}
