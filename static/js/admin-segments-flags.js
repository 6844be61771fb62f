// How many entries have each flag, above the list: each a button that shows these entries alone.

import { words } from "./admin-words.js";

export class FlagCounts {
  wanted = "";

  /** Calls narrowed() when another flag is wanted, or none. */
  constructor(place, narrowed) {
    this.place = place;
    place.addEventListener("click", (event) => {
      const name = event.target.closest("[data-only]")?.dataset.only;
      if (!name) return;
      this.wanted = this.wanted === name ? "" : name;
      this.#press();
      narrowed();
    });
  }

  count(flags) {
    const names = [...new Set(flags)].sort();
    if (!names.includes(this.wanted)) this.wanted = "";
    const told = names.map((name) => `${words(name)}: ${flags.filter((flag) => flag === name).length}`);
    if (this.place.dataset.told !== told.join()) {
      this.place.dataset.told = told.join();
      const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.only : "";
      this.place.replaceChildren(...names.map((name, number) => button(name, told[number])));
      if (focused) this.place.querySelector(`[data-only=${focused}]`)?.focus();
    }
    this.#press();
  }

  #press() {
    for (const one of this.place.children) one.setAttribute("aria-pressed", String(one.dataset.only === this.wanted));
  }
}

function button(name, text) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "row__flag", textContent: text });
  made.dataset.only = name;
  return made;
}
