// A moment plays in the page that found it. Without this script its link leads to the interview and plays there.

class PlayHere extends HTMLElement {
  #audio = this.querySelector("audio");
  #title = this.querySelector("a");
  #problem = this.querySelector("[role=status]");
  #link = null; // the one whose moment was asked for last

  connectedCallback() {
    document.addEventListener("click", (event) => this.#follow(event));
    this.querySelector("button").addEventListener("click", () => this.#close());
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    for (const name of ["play", "pause", "ended"]) this.#audio.addEventListener(name, () => this.#show());
    this.#audio.addEventListener("error", () => (this.#problem.hidden = false));
    // What has the focus stays clear of the bar, however large the reader's letters make it.
    new ResizeObserver(() => document.body.style.setProperty("--heard-height", `${this.offsetHeight}px`)).observe(this);
  }

  // Modified clicks stay the reader's own. The link that plays pauses, and goes on.
  #follow(event) {
    const link = event.target.closest("a[data-recording]");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link !== this.#link) this.#open(link);
    else if (!this.#audio.paused) return this.#audio.pause();
    this.#audio.play().catch(() => {}); // an error is told by its own event
  }

  #open(link) {
    this.#leave();
    this.#link = link;
    this.#problem.hidden = true;
    this.hidden = false;
    const found = link.closest("[lang]");
    this.#title.href = link.href;
    this.#title.textContent = link.parentElement.lastElementChild.textContent;
    this.#title.lang = found.lang;
    const start = Number(link.dataset.start);
    const { recording } = link.dataset;
    if (this.#audio.getAttribute("src")?.split("#")[0] !== recording) this.#audio.src = `${recording}#t=${start}`;
    else this.#audio.currentTime = start;
  }

  #close() {
    const link = this.#link;
    this.#audio.pause();
    this.#leave();
    this.#link = null;
    this.hidden = true;
    link?.focus();
  }

  #show() {
    if (this.#audio.paused) this.#leave();
    else this.#link?.setAttribute("aria-current", "true");
  }

  #leave() {
    this.#link?.removeAttribute("aria-current");
  }
}

customElements.define("play-here", PlayHere);
