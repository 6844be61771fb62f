// A transcript: words play from where they are pressed, and those that are heard are marked. Without this script it
// reads as well, and its moments are links.

const SAME = 0.01; // seconds; a player lands a little beside where it was sent
const AGAIN = 250; // milliseconds; two presses choose a word

class InterviewTranscript extends HTMLElement {
  #words = this.querySelector(".transcript__words");
  #cues = [...this.#words.querySelectorAll("span[data-start]")];
  #link = document.createElement("a"); // the player plays what a link with a moment leads to
  #now;
  #waiting;

  connectedCallback() {
    this.#offerSearch();
    this.#reveal();
    window.addEventListener("hashchange", () => this.#reveal());
    this.#words.addEventListener("click", (event) => this.#press(event));
    const media = document.querySelector("[data-indexed] :is(audio, video)");
    media?.addEventListener("timeupdate", () => this.#follow(media));
    // Who has it in the middle of the screen reads it: the player then leaves the scrolling to it.
    const reading = ([{ isIntersecting }]) => this.#words.classList.toggle("transcript__words--read", isIntersecting);
    if (this.#cues.length) new IntersectionObserver(reading, { rootMargin: "-50% 0%" }).observe(this.#words);
  }

  // What searches comes when somebody is about to.
  #offerSearch() {
    const form = this.querySelector("form");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("focusin", async () => (await import("./transcript-search.js")).searchIn(this), { once: true });
  }

  // Not every browser unfolds what an address points into.
  #reveal() {
    const target = this.querySelector("details:not([open]) :target");
    target?.closest("details").toggleAttribute("open");
    target?.scrollIntoView();
  }

  #press({ target, detail }) {
    clearTimeout(this.#waiting);
    const cue = target.closest("span[data-start]");
    if (!cue || detail > 1) return;
    this.#waiting = setTimeout(() => {
      this.#link.href = `?t=${cue.dataset.start}#${cue.parentElement.id}`;
      this.#link.dataset.start = cue.dataset.start;
      if (!getSelection().isCollapsed) return;
      this.append(this.#link);
      this.#link.click();
      this.#link.remove();
    }, AGAIN);
  }

  #follow({ currentTime, paused }) {
    const begun = paused && !currentTime ? -1 : currentTime + SAME;
    const cue = this.#cues.findLast(({ dataset }) => dataset.start <= begun);
    if (cue === this.#now) return;
    this.#mark(false);
    this.#now = cue;
    this.#mark(true);
    if (cue && document.querySelector(".player__follow")?.checked) this.#show(cue);
  }

  #mark(marked) {
    this.#now?.classList.toggle("transcript__now", marked);
    const link = this.#now?.parentElement.querySelector("a");
    if (link) link.ariaCurrent = marked || null;
  }

  // As seldom as possible, and never for who chooses words, searches, or reads elsewhere.
  #show(cue) {
    const reads = this.#words.matches(".transcript__words--read") && !this.querySelector("form :focus");
    const { top, bottom } = cue.getBoundingClientRect();
    const aside = top < innerHeight / 5 || bottom > innerHeight * 0.7;
    if (reads && aside && getSelection().isCollapsed) cue.scrollIntoView({ block: "center" });
  }
}

customElements.define("interview-transcript", InterviewTranscript);
