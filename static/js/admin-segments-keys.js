// The keys of the time index. Single letters work on the lines alone, never in a field, and can be switched off
// (WCAG 2.1.4); the others work in the fields too.

const CHOICE = "desk:single-keys";
const FIELDS = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";

const LETTERS = {
  p: "play", s: "set-start", ",": "earlier", ".": "later", n: "insert", m: "merge", x: "delete", t: "shift",
  "/": "filter", f: "replace", v: "paste", e: "open-all", "?": "help",
};
const WITH_CONTROL = { Enter: "split", "Shift+Enter": "set-start", "Shift+ ": "toggle-player", z: "undo" };
const LINES = { ArrowDown: "next", ArrowUp: "previous", Home: "first", End: "last", Delete: "delete" };

export class Keys {
  constructor(group, box) {
    this.group = group;
    this.box = box;
    try {
      box.checked = localStorage.getItem(CHOICE) !== "off";
    } catch {} // kept nowhere, they are on
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(CHOICE, box.checked ? "on" : "off");
      } catch {}
    });
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
    return this.box.checked ? LETTERS[key] : "";
  }
}
