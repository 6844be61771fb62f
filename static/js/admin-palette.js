// Find anything at the desk (Ctrl-K, ⌘K on a Mac): a combobox with a list in a dialog (WAI-ARIA APG). The key can be
// switched off. Without this script the link in the header leads to a page that does the same.

const PAUSE = 120; // milliseconds without a key: who types fast asks once
const KEPT = "palette-key";
const mac = /^Mac|^iP/.test(navigator.platform);

function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // a browser that keeps nothing obeys
  }
}

function made(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

class Palette {
  #asking = null; // what aborts the question that is under way
  #waiting = 0;

  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.field = dialog.querySelector("[role=combobox]");
    this.list = dialog.querySelector("[role=listbox]");
    this.told = dialog.querySelector("[role=status]");
    this.choice = dialog.querySelector("[data-palette-on]");
    this.choice.checked = kept();
    this.choice.addEventListener("change", () => this.#keep());
    this.field.addEventListener("input", (event) => event.isComposing || this.#ask(PAUSE));
    this.field.addEventListener("compositionend", () => this.#ask(PAUSE));
    this.field.addEventListener("keydown", (event) => this.#steer(event));
    this.form.addEventListener("submit", (event) => this.#active() && event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    dialog.querySelector("[data-palette-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => this.#forget());
    for (const link of document.querySelectorAll("[data-palette-open]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.open();
      });
    }
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.field.focus();
    this.field.select();
    this.#ask(0);
  }

  #pressed(event) {
    const meant = (mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) && event.key === "k";
    if (!meant || event.altKey || event.shiftKey || event.defaultPrevented || !this.choice.checked) return;
    if (document.querySelector("dialog[open]") && !this.dialog.open) return;
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else this.open();
  }

  #keep() {
    try {
      localStorage.setItem(KEPT, this.choice.checked ? "on" : "off");
    } catch {
      // it is obeyed on this page alone
    }
  }

  #forget() {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
    this.told.textContent = "";
  }

  #ask(pause) {
    clearTimeout(this.#waiting);
    this.#asking?.abort(); // an answer to older words would come after that to newer ones
    this.#select(-1);
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#waiting = setTimeout(async () => {
      const address = `${this.dialog.dataset.palette}?${new URLSearchParams({ q: this.field.value })}`;
      try {
        const answer = await fetch(address, { signal, headers: { Accept: "application/json" }, redirect: "error" });
        if (!answer.ok) throw new Error(answer.statusText);
        const { groups } = await answer.json();
        if (!signal.aborted) this.#show(groups);
      } catch {
        if (!signal.aborted) this.told.textContent = this.told.dataset.failed;
      }
    }, pause);
  }

  #show(groups) {
    let number = 0;
    const shown = groups.map(({ heading, found }, place) => {
      const name = made("div", { class: "palette__heading", id: `palette-group-${place}` }, heading);
      const options = found.map((one) => {
        const label = made("span", { class: "palette__label", lang: one.language }, one.label);
        const about = made("span", { class: "palette__about", lang: one.kind === "segment" ? one.language : "" }, one.about);
        const attributes = { role: "option", id: `palette-${number}`, href: one.url, tabindex: "-1", class: "palette__one" };
        number += 1;
        return made("a", { ...attributes, "aria-selected": "false" }, label, " ", about);
      });
      return made("div", { role: "group", "aria-labelledby": name.id }, name, ...options);
    });
    this.list.replaceChildren(...shown);
    this.list.scrollTop = 0;
    this.field.setAttribute("aria-expanded", String(number > 0));
    const { none, one, some } = this.told.dataset;
    this.told.textContent = number > 1 ? some.replace("{count}", number) : number ? one : none;
    if (number && this.field.value.trim()) this.#select(0);
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #active() {
    return this.list.querySelector("[aria-selected=true]");
  }

  #steer(event) {
    const { key } = event;
    const options = this.#options;
    const place = options.indexOf(this.#active());
    if (event.isComposing) return;
    if (key === "ArrowDown") this.#select(place + 1 < options.length ? place + 1 : 0);
    else if (key === "ArrowUp") this.#select(place > 0 ? place - 1 : options.length - 1);
    else if (key === "Enter" && place >= 0) this.#go(options[place], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  }

  #select(place) {
    const options = this.#options;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const selected = options[place];
    selected?.scrollIntoView({ block: "nearest" });
    if (selected) this.field.setAttribute("aria-activedescendant", selected.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #go(option, apart) {
    if (apart) {
      window.open(option.href, "_blank", "noopener");
      return;
    }
    this.dialog.close();
    location.assign(option.href);
  }
}

const dialog = document.querySelector("dialog[data-palette]");
if (dialog) new Palette(dialog);
