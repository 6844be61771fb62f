// Tags proposed while one types a list of them: a combobox with a list (WAI-ARIA APG). Without this script it is a field.

import { words } from "./admin-words.js";

const PAUSE = 150; // milliseconds without a key: who types fast asks once
const FIELDS = "input[name=tag_names], input[name$='-tag_names']";

class TagNames {
  #field = null;
  #asking = null;
  #waiting = 0;

  constructor(address) {
    this.address = address;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: "offered-tags", role: "listbox", className: "offered-tags", hidden: true });
    this.list.setAttribute("aria-label", words("offered-tags"));
    this.told = document.createElement("span");
    Object.assign(this.told, { role: "status", className: "visually-hidden" });
    document.addEventListener("focusin", ({ target }) => target.matches(FIELDS) && this.#take(target));
    document.addEventListener("focusout", ({ target }) => target === this.#field && this.#close());
    document.addEventListener("input", (event) => event.target === this.#field && !event.isComposing && this.#ask());
    document.addEventListener("keydown", (event) => event.target === this.#field && this.#steer(event), true);
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
  }

  #take(field) {
    this.#field = field;
    const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(about)) field.setAttribute(name, value);
    field.after(this.list, this.told);
  }

  /** The name that the cursor stands in: where it begins and ends in the field, and its letters. */
  #typed() {
    const { value, selectionStart } = this.#field;
    const quotes = value.slice(0, selectionStart).split('"').length - 1;
    const start = quotes % 2 ? value.lastIndexOf('"', selectionStart - 1) : value.lastIndexOf(",", selectionStart - 1) + 1;
    const comma = value.indexOf(quotes % 2 ? '"' : ",", Math.max(selectionStart, start + 1));
    const end = comma < 0 ? value.length : comma + (quotes % 2);
    return { start, end, name: value.slice(start, selectionStart).replaceAll('"', "").trim() };
  }

  #ask() {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
    const { name } = this.#typed();
    if (!name) return this.#close();
    const asking = (this.#asking = new AbortController());
    this.#waiting = setTimeout(async () => {
      try {
        const answer = await fetch(`${this.address}?${new URLSearchParams({ q: name })}`, { signal: asking.signal });
        if (answer.ok) this.#show((await answer.json()).names);
      } catch {
        if (!asking.signal.aborted) this.#close(); // typing goes on without
      }
    }, PAUSE);
  }

  #show(names) {
    const had = this.#field.value.toLowerCase().split(",").map((name) => name.trim());
    const options = names.filter(({ name }) => !had.includes(name.toLowerCase()) || names.length === 1);
    this.list.replaceChildren(
      ...options.map(({ name, synonym }, number) => {
        const option = document.createElement("li");
        Object.assign(option, { role: "option", id: `${this.list.id}-${number}`, ariaSelected: "false" });
        option.dataset.name = name;
        option.append(name);
        if (synonym) option.append(` (${synonym})`);
        return option;
      }),
    );
    this.told.textContent = options.length ? words("offered", { n: options.length }) : "";
    this.list.hidden = !options.length;
    this.#field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.#field.removeAttribute("aria-activedescendant");
    this.list.style.insetInlineStart = `${this.#field.offsetLeft}px`;
    this.list.style.insetBlockStart = `${this.#field.offsetTop + this.#field.offsetHeight}px`;
  }

  #steer(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const options = [...this.list.children];
    const here = options.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#select(options, (here + step + (here < 0 && step < 0 ? 1 : 0) + options.length) % options.length);
    } else if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && here >= 0) this.#choose(options[here]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list and not the entry as well
  }

  #select(options, number) {
    options.forEach((option, place) => (option.ariaSelected = String(place === number)));
    options[number].scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", options[number].id);
  }

  #choose(option) {
    if (!option) return;
    const { start, end } = this.#typed();
    const { value } = this.#field;
    const { name } = option.dataset;
    const before = value.slice(0, start).trimEnd();
    const lead = `${before}${before ? " " : ""}${name.includes(",") ? `"${name}"` : name}, `;
    this.#field.value = lead + value.slice(end).replace(/^[,\s]+/, "");
    this.#field.setSelectionRange(lead.length, lead.length);
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#close();
  }

  #close() {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
    this.list.hidden = true;
    this.told.textContent = "";
    this.#field?.setAttribute("aria-expanded", "false");
    this.#field?.removeAttribute("aria-activedescendant");
  }
}

const address = document.querySelector("[data-tag-names]")?.dataset.tagNames;
if (address) new TagNames(address);
