// The player around the server's <audio>: plays from any entry of the time index and marks the current one.
// Without this script the native controls and plain links do the same work, a little slower.

const SPEEDS = [1, 1.25, 1.5, 1.75, 2, 0.75];
const UNITS = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6}(?:\.\d+)?)s?)?$/;
const CLOCK = /^:?(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d(?:\.\d+)?)$/;

/** Seconds that an address names (90, 1:30, 1:01:30, 1h1m30s); null where it names none. */
function momentIn(text) {
  const plain = (text ?? "").trim().toLowerCase().replace(/^npt:/, "");
  const match = plain && (UNITS.exec(plain) ?? CLOCK.exec(plain));
  if (!match) return null;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** 1:01:06 */
function written(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

class InterviewPlayer extends HTMLElement {
  #audio;
  #entries = [];
  #current = null;

  connectedCallback() {
    this.#audio = this.querySelector("audio");
    this.#entries = [...document.querySelectorAll(".segment[data-start]")]
      .map((element, place) => ({ element, place, start: Number(element.dataset.start) }))
      .sort((one, other) => one.start - other.start || one.place - other.place);
    this.querySelector(".player__bar").hidden = false;
    this.classList.add("player--ready");
    this.addEventListener("click", (event) => this.#press(event));
    this.#part("seek").addEventListener("input", (event) => this.#seek(Number(event.target.value)));
    document.addEventListener("click", (event) => this.#follow(event));
    window.addEventListener("hashchange", () => this.#goTo(this.#fragmentMoment()));
    for (const name of ["timeupdate", "seeked", "loadedmetadata", "durationchange", "play", "pause", "ratechange"]) {
      this.#audio.addEventListener(name, () => this.#show());
    }
    this.#audio.addEventListener("loadedmetadata", () => this.#divide());
    this.#audio.addEventListener("error", () => this.#fail());
    if (this.#audio.error) this.#fail(); // it may have failed before this script came
    this.#divide();
    this.#show();
    const asked = new URLSearchParams(location.search);
    const fragment = this.#fragmentMoment();
    this.#goTo(fragment ?? momentIn(asked.get("t")), fragment !== null || !location.hash);
    // Only where a link said so and the browser agrees: sound that nobody asked for is a nuisance.
    if (asked.has("play")) this.#audio.play().catch(() => {});
  }

  get #length() {
    return Number.isFinite(this.#audio.duration) ? this.#audio.duration : Number(this.dataset.length) || 0;
  }

  #part(name) {
    return this.querySelector(`.player__${name}`);
  }

  #press(event) {
    const { do: action } = event.target.closest("button[data-do]")?.dataset ?? {};
    if (action === "toggle") this.#audio.paused ? this.#play() : this.#audio.pause();
    if (action === "back") this.#seek(this.#audio.currentTime - 15);
    if (action === "forward") this.#seek(this.#audio.currentTime + 30);
    if (action === "speed") {
      this.#audio.playbackRate = SPEEDS[(SPEEDS.indexOf(this.#audio.playbackRate) + 1) % SPEEDS.length];
    }
  }

  // A link with a moment plays here instead of loading the page anew; modified clicks stay the reader's own.
  #follow(event) {
    const link = event.target.closest("a[data-start]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.closest(".time-index")) {
      history.replaceState(null, "", location.pathname + location.hash); // the old moment is no longer meant
    } else {
      event.preventDefault();
      history.replaceState(null, "", link.href);
    }
    this.#seek(Number(link.dataset.start));
    this.#play();
  }

  #fragmentMoment() {
    return momentIn(new URLSearchParams(location.hash.slice(1)).get("t"));
  }

  #goTo(moment, scrolling = true) {
    if (moment === null) return;
    this.#seek(moment);
    if (scrolling) this.#entryAt(moment)?.element.scrollIntoView({ block: "start" });
  }

  #seek(seconds) {
    const go = () => {
      this.#audio.currentTime = Math.min(Math.max(0, seconds), this.#length || seconds);
    };
    // Before the metadata is known a new position would be forgotten.
    if (this.#audio.readyState >= HTMLMediaElement.HAVE_METADATA) go();
    else {
      this.#audio.addEventListener("loadedmetadata", go, { once: true });
      this.#audio.preload = "metadata";
      if (this.#audio.networkState === HTMLMediaElement.NETWORK_IDLE) this.#audio.load();
    }
    this.#show(seconds);
  }

  #play() {
    this.#audio.play().catch((error) => {
      if (error.name === "NotSupportedError") this.#fail();
    });
  }

  #fail() {
    this.#part("problem").hidden = false;
  }

  #entryAt(seconds) {
    return this.#entries.findLast((entry) => entry.start <= seconds + 0.01) ?? null;
  }

  // One part of the bar for each stretch between two entries.
  #divide() {
    const length = this.#length;
    if (!length) return;
    const starts = [...new Set([0, ...this.#entries.map((entry) => entry.start)])].filter((start) => start < length);
    const parts = starts.map((start, place) => {
      const end = starts[place + 1] ?? length;
      const part = document.createElement("span");
      part.className = "player__part";
      part.style.insetInlineStart = `${(100 * start) / length}%`;
      part.style.inlineSize = `calc(${(100 * (end - start)) / length}% - ${end < length ? 2 : 0}px)`;
      Object.assign(part.dataset, { start, end });
      return part;
    });
    this.#part("parts").replaceChildren(...parts);
    this.#part("length").lastElementChild.textContent = written(length);
    this.#part("seek").max = Math.floor(length);
  }

  #show(seconds = this.#audio.currentTime) {
    const { paused, playbackRate } = this.#audio;
    const button = this.#part("play");
    button.setAttribute("aria-label", paused ? button.dataset.play : button.dataset.pause);
    this.classList.toggle("player--playing", !paused);
    const speed = this.querySelector("[data-do=speed]");
    speed.textContent = `${playbackRate}×`;
    speed.setAttribute("aria-label", `${speed.dataset.label} ${playbackRate}×`);
    this.#part("time").textContent = written(seconds);
    this.#part("seek").value = seconds;
    this.#part("seek").setAttribute("aria-valuetext", written(seconds));
    for (const part of this.#part("parts").children) {
      const { start, end } = part.dataset;
      part.style.setProperty("--played", Math.min(1, Math.max(0, (seconds - start) / (end - start))));
    }
    this.#mark(seconds > 0 || !paused ? this.#entryAt(seconds) : null);
  }

  #mark(entry) {
    if (entry === this.#current) return;
    this.#current?.element.classList.remove("segment--current");
    document.querySelector(".time-index a[aria-current]")?.removeAttribute("aria-current");
    this.#current = entry;
    if (!entry) return;
    entry.element.classList.add("segment--current");
    const link = document.querySelector(`.time-index a[href="#${CSS.escape(entry.element.id)}"]`);
    link?.setAttribute("aria-current", "true");
    this.#part("label").textContent = (
      link?.querySelector(".time-index__label") ?? entry.element.querySelector("h3")
    ).textContent.trim();
  }
}

customElements.define("interview-player", InterviewPlayer);
