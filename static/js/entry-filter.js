// Filter as you type: entries without the words go, and the words are marked in those that stay. Without this script
// the form asks the server for them.

import { folded, rangesOf } from "./words.js";

const SHOWN = ".segment__words > :not(.segment__foot, .segment__everyone), .tag-row";

class EntryFilter extends HTMLElement {
  #entries;

  connectedCallback() {
    this.#entries = [...document.querySelectorAll(".segment")].map((element) => {
      const parts = [...element.querySelectorAll(SHOWN)];
      const item = document.querySelector(`.time-index a[href="#${CSS.escape(element.id)}"]`)?.parentElement;
      return { element, item, parts, text: folded(parts.map((part) => part.textContent).join("\n")) };
    });
    const field = this.querySelector("input");
    field.addEventListener("input", () => this.#filter(field.value));
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#entries.find(({ element }) => !element.hidden)?.element.scrollIntoView();
    });
    this.querySelector("button").hidden = true;
    if (field.value && !new URLSearchParams(location.search).has("find")) this.#filter(field.value); // the browser kept it
  }

  #filter(typed) {
    const words = folded(typed).split(/\s+/).filter(Boolean);
    const found = this.#entries.filter(({ text }) => words.every((word) => text.includes(word)));
    const kept = new Set(found);
    for (const entry of this.#entries) {
      entry.element.hidden = !kept.has(entry);
      if (entry.item) entry.item.hidden = !kept.has(entry);
    }
    const list = document.querySelector(".segments");
    if (list.getBoundingClientRect().top < 0) list.scrollIntoView(); // what was found is not above what is seen
    const ranges = words.length ? found.flatMap(({ parts }) => parts.flatMap((part) => [...rangesOf(words, part)])) : [];
    globalThis.CSS.highlights?.set("found", new Highlight(...ranges));
    const told = this.querySelector("[role=status]");
    const some = told.dataset.some.replace("{count}", found.length);
    told.textContent = words.length ? (found.length ? some : told.dataset.none) : "";
  }
}

customElements.define("entry-filter", EntryFilter);
