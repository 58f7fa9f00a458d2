// The bar below a recording: the line of time with what is on it, and the keyboard.

import { element, icon } from "./dom.js";
import { RATINGS, clock } from "./words.js";

const STEP = 5000;
const SPEEDS = [0.5, 1, 2, 4, 8];

export class Controls {
  #bar = document.querySelector("#controls");
  #seek = document.querySelector("#seek");
  #done = document.querySelector("#done");
  #play = document.querySelector("#play");
  #now = document.querySelector("#now");
  #whole = document.querySelector("#whole");
  #moments = document.querySelector("#moments");
  #screen;
  #length = 0;
  #moment = null;

  constructor(screen) {
    this.#screen = screen;
    for (const name of ["backward", "forward"]) document.querySelector(`#${name}`).append(icon(name));
    document.querySelector("#speeds").append(...SPEEDS.map((speed) => element("button", {
      type: "button", role: "radio", data: { speed }, on: { click: () => this.#setSpeed(speed) },
    }, speed === 0.5 ? "½×" : `${speed}×`)));
    const actions = {
      play: () => this.toggle(),
      backward: () => this.#step(-STEP),
      forward: () => this.#step(STEP),
      skip: () => this.#switch("skip", "skipsIdle"),
      fit: () => this.#switch("fit", "fits"),
    };
    for (const [id, act] of Object.entries(actions)) document.querySelector(`#${id}`).addEventListener("click", act);
    this.#seek.addEventListener("input", () => this.#screen.seek(this.#seek.valueAsNumber));
    this.#setSpeed(1);
    this.#listen(actions);
  }

  /** Show what is on the line: the whole length, the reports, and which of them one came for. */
  show(recording, current) {
    this.#bar.hidden = false;
    this.#length = recording.length;
    this.#seek.max = this.#length;
    this.#whole.textContent = clock(this.#length);
    const { moments } = recording;
    this.#moment = (moments.find(({ report }) => report.id === current) ?? moments[0])?.at ?? null;
    this.#moments.replaceChildren(...moments.map((moment) => this.#pin(moment, moment.report.id === current)));
    this.#mark("idle", recording.idle);
    this.#mark("missing", recording.gaps.filter(({ from, to }) => to > from));
    this.#mark("clicks", recording.clicks.map((at) => ({ from: at, to: at })));
    this.refresh();
  }

  hide() {
    this.#bar.hidden = true;
  }

  /** Say the moment that is on show. */
  refresh() {
    const at = Math.min(this.#screen.time, this.#length);
    this.#seek.value = at;
    this.#seek.setAttribute("aria-valuetext", `${clock(at)} of ${clock(this.#length)}`);
    this.#done.style.transform = `scaleX(${this.#length ? at / this.#length : 0})`;
    this.#now.textContent = clock(at);
    const state = this.#screen.playing ? "pause" : "play";
    if (this.#play.dataset.state === state) return;
    this.#play.dataset.state = state;
    this.#play.replaceChildren(icon(state));
    this.#play.setAttribute("aria-label", state === "play" ? "Play" : "Pause");
    this.#play.title = `${state === "play" ? "Play" : "Pause"} (space)`;
  }

  toggle() {
    if (this.#screen.playing) this.#screen.pause();
    else this.#screen.play(this.#screen.time >= this.#length - 1 ? 0 : this.#screen.time);
  }

  toMoment() {
    if (this.#moment !== null) this.#screen.seek(this.#moment);
  }

  #step(by) {
    this.#screen.seek(Math.min(Math.max(this.#screen.time + by, 0), this.#length));
  }

  #switch(id, property) {
    this.#screen[property] = !this.#screen[property];
    document.querySelector(`#${id}`).setAttribute("aria-pressed", String(this.#screen[property]));
  }

  #setSpeed(speed) {
    this.#screen.speed = speed;
    for (const button of document.querySelectorAll("#speeds button")) {
      const chosen = Number(button.dataset.speed) === speed;
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
  }

  #nextSpeed(by) {
    const speed = SPEEDS[SPEEDS.indexOf(this.#screen.speed) + by];
    if (speed) this.#setSpeed(speed);
  }

  #percent(at) {
    return `${this.#length ? (at / this.#length) * 100 : 0}%`;
  }

  #mark(layer, spans) {
    document.querySelector(`#${layer}`).replaceChildren(...spans.map(({ from, to }) => {
      const mark = element("i");
      mark.style.left = this.#percent(from);
      if (to > from) mark.style.width = this.#percent(to - from);
      return mark;
    }));
  }

  #pin({ report, at }, isCurrent) {
    const words = `Feedback at ${clock(at)}: ${RATINGS[report.rating] ?? "no rating"}`;
    const face = report.rating === null
      ? element("span", { class: "face none", "aria-hidden": "true" }, "–")
      : element("img", { src: `/inbox/faces/rating-${report.rating}.svg`, alt: "" });
    const pin = element("button", { class: "moment", type: "button", title: words, "aria-label": words,
      "aria-current": isCurrent ? "true" : undefined, on: { click: () => this.#screen.seek(at) } }, face);
    pin.style.left = this.#percent(at);
    return pin;
  }

  #listen({ play, backward, forward, skip, fit }) {
    const keys = {
      " ": play, k: play, ArrowLeft: backward, ArrowRight: forward, s: skip, f: fit, m: () => this.toMoment(),
      Home: () => this.#screen.seek(0), End: () => this.#screen.seek(this.#length),
      "<": () => this.#nextSpeed(-1), ">": () => this.#nextSpeed(1),
    };
    addEventListener("keydown", (event) => {
      if (this.#bar.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target, key } = event;
      const isChosen = target.matches?.("#speeds button");
      if (isChosen && ["ArrowLeft", "ArrowRight"].includes(key)) {
        this.#nextSpeed(key === "ArrowLeft" ? -1 : 1);
        document.querySelector("#speeds [aria-checked=true]").focus();
      } else if (key === " " && target.matches?.("button, a")) return; // its own key
      else if (Object.hasOwn(keys, key)) keys[key]();
      else return;
      event.preventDefault();
    });
  }
}
