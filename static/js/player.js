// The player around the server's <audio> or <video>: plays from any entry of the time index and marks the current one.
// Without this script the native controls and plain links do the same work, a little slower.

import { Entries } from "./player-entries.js";
import { obeyKeys } from "./player-keys.js";
import { keepChoice, recall, remember } from "./player-memory.js";
import { passageIn, written } from "./player-moments.js";
import { describe, offerActions } from "./player-session.js";
import { Track } from "./player-track.js";

const EDGE = 15; // seconds from either end, where there is no place to come back to

class InterviewPlayer extends HTMLElement {
  #media;
  #entries;
  #track;
  #recording;
  #asked; // the passage of the address, as the server read it
  #wanted = null; // seconds: where to go as soon as the recording lets us
  #passage = null; // what a link asked for, until the reader goes elsewhere

  #actions = {
    toggle: () => (this.#media.paused ? this.#play() : this.#media.pause()),
    play: () => this.#play(),
    pause: () => this.#media.pause(),
    back: () => this.#seek(this.#at - 15),
    forward: () => this.#seek(this.#at + 30),
    previous: () => this.#seek(this.#entries.previous(this.#at)),
    next: () => this.#seek(this.#entries.next(this.#at)),
    tenth: (number) => this.#seek((this.#length * number) / 10),
    slower: () => this.#changeSpeed(-1),
    faster: () => this.#changeSpeed(1),
    mute: () => (this.#media.muted = !this.#media.muted),
    resume: () => this.#playFrom(this.#stopped),
    help: () => {
      this.#part("panel").hidePopover(); // so that the focus comes back to what opened it
      this.#part("help").showModal();
    },
  };

  connectedCallback() {
    const media = (this.#media = this.querySelector("audio, video"));
    const [source, asked] = media.getAttribute("src").split("#t=");
    this.#recording = source;
    this.#asked = passageIn(asked);
    this.#entries = new Entries("indexed" in this.dataset ? document.querySelectorAll(".segment[data-start]") : []);
    const moments = "indexed" in this.dataset && document.querySelector("[data-moments]")?.dataset.moments.split(" ");
    this.#track = new Track(this.#part("track"), this.#entries, (moments || []).map(Number), (seconds) => this.#seek(seconds));
    if (asked?.includes(",")) media.src = source; // the browser would stop at the end wherever the reader went
    this.#part("bar").hidden = false;
    this.classList.add("player--ready");
    this.#listen();
    this.#keepChoices();
    this.#measure();
    this.#open();
    if (media.error) this.#fail(); // it may have failed before this script came
    if (media.readyState) this.#begin();
  }

  get #length() {
    return Number.isFinite(this.#media.duration) ? this.#media.duration : Number(this.dataset.length);
  }

  get #at() {
    return this.#wanted ?? this.#media.currentTime;
  }

  get #stopped() {
    return Number(recall(this.#recording));
  }

  #part(name) {
    return this.querySelector(`.player__${name}`);
  }

  #listen() {
    const on = (names, listener) => names.split(" ").forEach((name) => this.#media.addEventListener(name, listener));
    on("loadedmetadata", () => this.#begin());
    on("durationchange", () => this.#measure());
    on("timeupdate", () => this.#advance());
    on("seeked play pause ratechange volumechange", () => this.#show());
    on("playing", () => this.#say(null));
    on("error", () => this.#fail());
    on("waiting stalled", () => navigator.onLine || this.#fail());
    const act = (name, number) => this.#actions[name]?.(number);
    this.addEventListener("click", (event) => act(event.target.closest("[data-do]")?.dataset.do));
    obeyKeys(() => this.#part("keys").checked, act);
    offerActions(act, (seconds) => this.#seek(seconds));
    document.addEventListener("click", (event) => this.#follow(event));
    window.addEventListener("hashchange", () => this.#goTo(this.#inFragment()));
    // What has the focus, or is scrolled to, stays clear of the bar, however large the reader's letters make it.
    new ResizeObserver(([{ target }]) => {
      document.documentElement.style.setProperty("--player-height", `calc(${target.offsetHeight}px + var(--space-3))`);
    }).observe(this.#part("bar"));
  }

  #keepChoices() {
    const choice = (name, chosen) => this.#part(name) && keepChoice(this.#part(name), name, chosen);
    choice("speed", (rate) => (this.#media.defaultPlaybackRate = this.#media.playbackRate = Number(rate) || 1));
    choice("volume", (volume) => Object.assign(this.#media, { volume, muted: false }));
    choice("keys", () => {});
    choice("follow", (follows) => {
      this.#entries.following = follows;
      if (follows) this.#entries.show();
    });
  }

  // A link with a moment plays here instead of loading the page anew; modified clicks stay the reader's own.
  #follow(event) {
    const link = event.target.closest("a[data-start]");
    if (!link || !("indexed" in this.dataset) || event.defaultPrevented) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.closest(".time-index")) {
      history.replaceState(null, "", location.pathname + location.hash); // the old moment is no longer meant
    } else {
      event.preventDefault();
      history.replaceState(null, "", link.href);
    }
    this.#playFrom(Number(link.dataset.start));
  }

  #inFragment() {
    return passageIn(new URLSearchParams(location.hash.slice(1)).get("t"));
  }

  // At the moment that the address names; else the place where the reader stopped is offered.
  #open() {
    const fragment = this.#inFragment();
    const passage = fragment ?? this.#asked;
    this.#goTo(passage, fragment || !location.hash);
    if (!passage && this.#stopped) this.#say("resume", this.#stopped);
    if (new URLSearchParams(location.search).has("play")) this.#play(); // where the browser agrees: sound that nobody asked for is a nuisance
  }

  #goTo(passage, scrolling = true) {
    if (!passage) return;
    this.#passage = passage;
    this.#seek(passage.start);
    // From within a frame the page around it would be moved.
    if (scrolling && window === top) this.#entries.at(passage.start)?.element.scrollIntoView({ block: "start" });
  }

  #seek(seconds) {
    this.#wanted = Math.min(Math.max(0, seconds), this.#length || seconds);
    if (this.#wanted < this.#passage?.start || this.#wanted >= this.#passage?.end) this.#passage = null;
    if (this.#media.readyState) this.#arrive();
    else {
      // Before the metadata is known a new position would be forgotten.
      this.#media.preload = "metadata";
      if (this.#media.networkState === HTMLMediaElement.NETWORK_IDLE) this.#media.load();
    }
    this.#show();
  }

  #arrive() {
    if (this.#wanted !== null) this.#media.currentTime = this.#wanted;
    this.#wanted = null;
  }

  #begin() {
    this.classList.toggle("player--blind", this.#media.videoWidth === 0); // a film of nothing but sound
    this.#arrive();
    this.#measure();
  }

  #advance() {
    const { paused, currentTime } = this.#media;
    if (!paused && currentTime >= this.#passage?.end) {
      this.#media.pause();
      this.#say("passage", this.#passage.end);
      this.#seek(this.#passage.end);
    } else if (!paused && currentTime > EDGE && !(this.#passage?.end < this.#length)) {
      // Who hears a passage that somebody quotes keeps their own place.
      remember(this.#recording, currentTime < this.#length - EDGE ? Math.floor(currentTime) : 0);
    }
    this.#show(true);
  }

  #playFrom(seconds) {
    this.#seek(seconds);
    this.#play();
  }

  #play() {
    if (this.#media.error) {
      this.#wanted = this.#at;
      this.#media.load();
    }
    this.#media.play().catch((error) => error.name === "NotSupportedError" && this.#fail());
  }

  #fail() {
    this.#say(navigator.onLine ? "problem" : "offline");
  }

  /** Shows one of the notices, or none. */
  #say(name, seconds = 0) {
    for (const notice of this.querySelectorAll("[data-notice]")) {
      notice.hidden = notice.dataset.notice !== name;
      for (const moment of notice.querySelectorAll("span")) moment.textContent = written(seconds);
    }
  }

  #changeSpeed(step) {
    const speed = this.#part("speed");
    speed.selectedIndex = Math.min(Math.max(0, speed.selectedIndex + step), speed.length - 1);
    speed.dispatchEvent(new Event("input"));
  }

  #measure() {
    if (!this.#length) return;
    this.#track.divide(this.#length);
    this.#part("length").lastElementChild.textContent = written(this.#length);
    this.#show();
  }

  #show(quietly = false) {
    const { paused, playbackRate, muted, volume } = this.#media;
    const [button, label] = [this.#part("play"), this.#part("label")];
    button.setAttribute("aria-label", paused ? button.dataset.play : button.dataset.pause);
    this.classList.toggle("player--playing", !paused);
    this.#part("speed").value = playbackRate;
    this.#part("volume").value = muted ? 0 : volume;
    this.#part("mute").checked = muted;
    this.#part("time").textContent = written(this.#at);
    this.#track.show(this.#at, quietly);
    const entry = this.#at > 0 || !paused ? this.#entries.at(this.#at) : undefined;
    if (this.#entries.mark(entry)) label.textContent = this.#entries.label(entry) || this.dataset.title;
    else if (quietly) return;
    describe(label.textContent, this.dataset, this.#media);
  }
}

customElements.define("interview-player", InterviewPlayer);
