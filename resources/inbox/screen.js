// rrweb's player on the page: where it stands, how fast it goes, how large it is.

import { IDLE } from "./recording.js";

const MARGIN = 24;

export class Screen {
  #screen = document.querySelector("#screen");
  #frame = document.querySelector("#frame");
  #skipping = document.querySelector("#skipping");
  #replayer = null;
  #options = { speed: 1, skipInactive: true, inactivePeriodThreshold: IDLE };
  #fits = true;
  #size = { width: 0, height: 0 };
  #onChange;
  playing = false;

  /** `onChange()` hears of every moment that passes, and of play and pause. */
  constructor(onChange) {
    this.#onChange = onChange;
    new ResizeObserver(() => this.#place()).observe(this.#screen);
  }

  get here() { return this.#replayer !== null; }
  get time() { return this.#replayer?.getCurrentTime() ?? 0; }

  /** Show `events` (two of them at the least) anew, standing at a moment. */
  show(events, at) {
    const wasPlaying = this.playing;
    this.#replayer?.destroy();
    this.#replayer = new window.rrweb.Replayer(events, { ...this.#options, root: this.#frame, mouseTail: tail() });
    letDoctypesIn(this.#replayer.iframe.contentWindow);
    this.#replayer.on("resize", (size) => { this.#size = size; this.#place(); });
    this.#replayer.on("finish", () => this.#finished());
    this.#replayer.on("skip-start", () => { this.#skipping.hidden = false; });
    this.#replayer.on("skip-end", () => { this.#skipping.hidden = true; });
    this.playing = false;
    this.seek(at);
    if (wasPlaying) this.play();
  }

  /** Show nothing any more. */
  clear() {
    this.#replayer = null;
    this.playing = false;
    this.#frame.replaceChildren();
  }

  /** Take in events that lie behind the moment on show. */
  add(events) {
    for (const event of events) this.#replayer.addEvent(event);
  }

  seek(at) {
    if (this.playing) this.#replayer.play(at);
    else this.#replayer.pause(at + 0.5); // what is on show is all that lies before: this moment, too
    this.#onChange();
  }

  play(at = this.time) {
    this.playing = true;
    this.#replayer.play(at);
    this.#run();
  }

  pause() {
    this.#replayer.pause();
    this.#stand();
  }

  set speed(speed) { this.#set({ speed }); }
  get speed() { return this.#options.speed; }
  set skipsIdle(skipInactive) { this.#set({ skipInactive }); }
  get skipsIdle() { return this.#options.skipInactive; }

  get fits() { return this.#fits; }
  set fits(fits) {
    this.#fits = fits;
    this.#screen.classList.toggle("actual", !fits);
    this.#place();
  }

  #set(options) {
    Object.assign(this.#options, options);
    this.#replayer?.setConfig(options);
    if (!this.#options.skipInactive) this.#skipping.hidden = true;
  }

  /** rrweb says so 50 ms after it was at the end, though one may have gone elsewhere since. */
  #finished() {
    const { totalTime } = this.#replayer.getMetaData();
    if (this.playing && this.time < totalTime) this.#replayer.play(this.time);
    else this.#stand();
  }

  #stand() {
    this.playing = false;
    this.#skipping.hidden = true;
    this.#onChange();
  }

  #run() {
    this.#onChange();
    if (this.playing) requestAnimationFrame(() => this.playing && this.#run());
  }

  /** Fit the recording into the page, never larger than it was. */
  #place() {
    const { width, height } = this.#size;
    if (!width || !height) return;
    const room = this.#screen.getBoundingClientRect();
    const margin = Math.min(MARGIN, room.width / 40);
    const wide = room.width - 2 * margin, high = room.height - 2 * margin;
    const scale = this.#fits ? Math.min(1, wide / width, high / height) : 1;
    const left = Math.max(margin, (room.width - width * scale) / 2);
    const top = Math.max(margin, (room.height - height * scale) / 2);
    const { style } = this.#frame;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  }
}

// The page's policy forbids to write markup. To play a page in quirks mode rrweb writes a doctype
// into the frame, and that alone is let through.
const DOCTYPE = /^<!DOCTYPE html PUBLIC "[^"<>]*" "[^"<>]*">$/;

function letDoctypesIn(frame) {
  frame.trustedTypes?.createPolicy("default", { createHTML: (text) => (DOCTYPE.test(text) ? text : null) });
}

// The way of the pointer in the page's own colour.
function tail() {
  const strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
  return { duration: 500, lineCap: "round", lineWidth: 3, strokeStyle };
}
