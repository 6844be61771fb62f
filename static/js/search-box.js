// The search box proposes what begins so while one types: a combobox with a list (WAI-ARIA APG). Without this script it
// is a field of a form.

const PAUSE = 150; // milliseconds without a key: who types fast asks once

class SearchBox extends HTMLElement {
  #field = this.querySelector("input");
  #list = this.querySelector("[role=listbox]");
  #told = this.querySelector("[role=status]");
  #asking = null; // what aborts the question that is under way
  #waiting = 0;

  connectedCallback() {
    const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" };
    for (const [name, value] of Object.entries(about)) this.#field.setAttribute(name, value);
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#field.addEventListener("input", (event) => event.isComposing || this.#ask(PAUSE));
    this.#field.addEventListener("compositionend", () => this.#ask(PAUSE));
    this.#field.addEventListener("keydown", (event) => this.#steer(event));
    this.#field.addEventListener("blur", () => this.#close());
    this.#field.form.addEventListener("submit", () => this.#close());
    this.#list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.#list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
  }

  get #options() {
    return [...this.#list.children];
  }

  get #active() {
    return this.#options.findIndex((option) => option.ariaSelected === "true");
  }

  #ask(pause) {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
    this.#select(-1); // what was chosen of older proposals is not meant by newer words
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const typed = this.#field.value.trim();
    if (!typed) return this.#close();
    this.#waiting = setTimeout(async () => {
      const address = `${this.dataset.proposals}?${new URLSearchParams({ q: typed })}`;
      try {
        const answer = await fetch(address, { signal });
        if (answer.ok) this.#show((await answer.json()).proposals, typed);
      } catch {
        if (!signal.aborted) this.#close(); // without a network the form says so itself
      }
    }, pause);
  }

  #show(proposals, typed) {
    const all = this.dataset.search.replace("{words}", () => typed);
    const options = proposals.map(({ label, about, url, language }) => this.#option(label, about, language, url));
    this.#list.replaceChildren(...options, this.#option(all, "", document.documentElement.lang, ""));
    this.#options.forEach((option, number) => (option.id = `${this.#list.id}-${number}`));
    this.#select(-1);
    const { none, one, some } = this.#told.dataset;
    const count = proposals.length;
    this.#told.textContent = count > 1 ? some.replace("{count}", count) : count ? one : none;
    this.#unfold(count > 0);
  }

  #option(label, about, language, url) {
    const option = document.createElement("li");
    option.role = "option";
    option.dataset.url = url;
    const [name, place] = [document.createElement("span"), document.createElement("span")];
    name.className = "proposals__name";
    name.lang = language;
    name.append(label);
    place.className = "proposals__about";
    place.append(about);
    option.append(name, about ? " " : "", place);
    return option;
  }

  #steer(event) {
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (key === "Escape" && !this.#list.hidden) this.#close();
    else if (key === "Enter" && this.#active >= 0) this.#choose(this.#options[this.#active]);
    else if (key === "ArrowDown" || key === "ArrowUp") {
      if (this.#list.hidden) this.#ask(0);
      else this.#select(this.#active + (key === "ArrowDown" ? 1 : -1));
    } else return;
    event.preventDefault();
  }

  // Past the last comes the field itself, and then the first.
  #select(place) {
    const options = this.#options;
    const number = place < -1 ? options.length - 1 : place;
    options.forEach((option, at) => (option.ariaSelected = String(at === number)));
    const selected = options[number];
    selected?.scrollIntoView({ block: "nearest" });
    if (selected) this.#field.setAttribute("aria-activedescendant", selected.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #choose(option) {
    if (!option) return;
    const { url } = option.dataset;
    this.#close();
    if (url) location.assign(url);
    else this.#field.form.requestSubmit();
  }

  #unfold(open) {
    this.#list.hidden = !open;
    this.#field.setAttribute("aria-expanded", String(open));
  }

  #close() {
    clearTimeout(this.#waiting);
    this.#asking?.abort();
    this.#select(-1);
    this.#told.textContent = "";
    this.#unfold(false);
  }
}

customElements.define("search-box", SearchBox);
