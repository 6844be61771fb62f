// The entries of the time index as moments of the recording: which one is heard, its neighbours, its mark.

const AGAIN = 3; // seconds into an entry, after which “previous” means its own beginning
const SAME = 0.01; // seconds; a player lands a little beside where it was sent

export class Entries {
  following = false;
  #all;
  #current = null;

  constructor(elements) {
    this.#all = [...elements]
      .map((element) => ({ element, start: Number(element.dataset.start), comments: element.dataset.comments }))
      .sort((one, other) => one.start - other.start); // stable: what begins together keeps the order of the page
  }

  before(length) {
    return this.#all.filter(({ start }) => start < length);
  }

  at(seconds) {
    return this.#all.findLast(({ start }) => start <= seconds + SAME);
  }

  /** Where the next one begins; where the recording is, after the last. */
  next(seconds) {
    return this.#all.find(({ start }) => start > seconds + SAME)?.start ?? seconds;
  }

  previous(seconds) {
    return this.at(seconds - AGAIN)?.start ?? 0;
  }

  /** A few words, as the time index has them. */
  label(entry) {
    const words = this.#link(entry)?.querySelector(".time-index__label") ?? entry?.element.querySelector("h3");
    return words?.textContent.trim() ?? "";
  }

  /** Returns whether it is another than before. */
  mark(entry) {
    if (entry === this.#current) return false;
    this.#current?.element.classList.remove("segment--current");
    this.#link(this.#current)?.removeAttribute("aria-current");
    this.#current = entry;
    entry?.element.classList.add("segment--current");
    this.#link(entry)?.setAttribute("aria-current", "true");
    if (this.following) this.show();
    return true;
  }

  /** Brings the current one into view, unless the reader is writing, choosing words, or with the transcript instead. */
  show() {
    if (document.querySelector(".transcript__words--read")) return;
    if (!getSelection().isCollapsed || document.activeElement.matches("textarea, input:not([type=checkbox])")) return;
    this.#link(this.#current)?.scrollIntoView({ block: "nearest" });
    this.#current?.element.scrollIntoView({ block: "start" });
  }

  #link(entry) {
    const index = entry && document.querySelector(`.time-index a[href="#${CSS.escape(entry.element.id)}"]`);
    return index ?? entry?.element.querySelector("a[data-start]"); // in a frame the index is all there is
  }
}
