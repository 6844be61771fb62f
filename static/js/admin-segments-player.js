// The recording beside the time index: plays from an entry, tells which one is heard.

import { SECOND, written } from "./admin-segments-times.js";
import { words } from "./admin-words.js";

export class Player {
  #media;
  #wanted = null; // milliseconds: where to go as soon as the recording lets us
  #heard = null;

  constructor(panel, list) {
    this.panel = panel;
    this.list = list;
    this.#media = panel.querySelector("audio, video");
    if (this.#media.localName === "audio") this.#media.controls = false;
    panel.querySelector("[data-desk]").hidden = false;
    this.list.length = this.length;
    const on = (names, listener) => names.split(" ").forEach((name) => this.#media.addEventListener(name, listener));
    on("loadedmetadata durationchange", () => this.#begin());
    on("timeupdate seeked play pause", () => this.show());
    on("playing", () => (this.#part("problem").hidden = true));
    on("error", () => (this.#part("problem").hidden = false));
    this.#part("seek").addEventListener("input", (event) => this.seek(Number(event.target.value) * SECOND));
    this.#part("speed").addEventListener("change", (event) => {
      this.#media.defaultPlaybackRate = this.#media.playbackRate = Number(event.target.value);
    });
    list.looked = () => this.#mark();
    this.#measure();
  }

  #part(name) {
    return this.panel.querySelector(`[data-player-${name}]`);
  }

  /** Milliseconds. */
  get time() {
    return this.#wanted ?? Math.round(this.#media.currentTime * SECOND);
  }

  /** Milliseconds; null where nobody knows. */
  get length() {
    const seconds = Number.isFinite(this.#media.duration) ? this.#media.duration : Number(this.panel.dataset.length);
    return seconds ? Math.round(seconds * SECOND) : null;
  }

  seek(moment) {
    this.#wanted = Math.min(Math.max(0, moment), this.length ?? Infinity);
    if (this.#media.readyState) this.#arrive();
    else {
      this.#media.preload = "metadata";
      if (this.#media.networkState === HTMLMediaElement.NETWORK_IDLE) this.#media.load();
    }
    this.show();
  }

  #arrive() {
    if (this.#wanted !== null) this.#media.currentTime = this.#wanted / SECOND;
    this.#wanted = null;
  }

  playFrom(moment) {
    this.seek(moment);
    this.play();
  }

  play() {
    this.#media.play().catch((error) => error.name === "NotSupportedError" && (this.#part("problem").hidden = false));
  }

  toggle() {
    if (this.#media.paused) this.play();
    else this.#media.pause();
  }

  /** To the entry before the one that is heard, or behind it. */
  step(by) {
    const timed = this.#timed();
    const here = timed.findLastIndex((row) => row.start <= this.time + 10);
    const row = timed[Math.min(Math.max(0, here + by), timed.length - 1)];
    if (row) this.seek(row.start);
  }

  #timed() {
    return this.list.entries.filter((row) => row.hasTime).sort((one, other) => one.start - other.start);
  }

  #begin() {
    this.#arrive();
    this.#measure();
  }

  #measure() {
    this.list.length = this.length;
    this.#part("seek").max = Math.ceil((this.length ?? 0) / SECOND);
    this.#part("length").textContent = this.length === null ? "" : written(Math.floor(this.length / SECOND) * SECOND);
    this.list.look();
    this.#mark();
    this.show();
  }

  // A small mark on the track where each entry begins.
  #mark() {
    const place = this.#part("marks");
    const starts = this.length ? this.#timed().map((row) => row.start).filter((start) => start <= this.length) : [];
    if (place.dataset.of === starts.join()) return;
    place.dataset.of = starts.join();
    const marks = starts.map((start) => {
      const mark = document.createElement("i");
      mark.style.insetInlineStart = `${(100 * start) / this.length}%`;
      return mark;
    });
    place.replaceChildren(...marks);
  }

  show() {
    const whole = Math.floor(this.time / SECOND);
    const [seek, toggle] = [this.#part("seek"), this.#part("toggle")];
    this.#part("time").textContent = written(whole * SECOND);
    seek.value = whole;
    seek.setAttribute("aria-valuetext", written(whole * SECOND));
    toggle.textContent = words(this.#media.paused ? "play" : "pause");
    this.panel.classList.toggle("desk-player--playing", !this.#media.paused);
    const heard = this.time > 0 || !this.#media.paused ? this.#timed().findLast((row) => row.start <= this.time + 10) : null;
    if (heard === this.#heard) return;
    this.#heard?.element.classList.remove("row--heard");
    heard?.element.classList.add("row--heard");
    this.#heard = heard;
    this.#part("heard").textContent = heard?.title ?? "";
    this.#part("heard").hidden = !heard;
  }

  get heard() {
    return this.#heard;
  }
}
