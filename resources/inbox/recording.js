// A recording as it lies in the inbox: its events in order, what is missing, what was done when.

import { chunk, replay } from "./api.js";
import { harmless } from "./harmless.js";
import { clock } from "./words.js";

const FULL_SNAPSHOT = 2, INCREMENTAL = 3, META = 4, CUSTOM = 5;
const MUTATION = 0, MOVES = 1, INTERACTION = 2, INPUT = 5;
const PRESSES = new Set([0, 1, 2, 3, 4]);
const CLICKS = new Set([2, 3, 4]);
const IDLE = 3000; // milliseconds without anything done that count as idle
const GIVEN_UP = 10 * 60 * 1000; // a recording of which nothing came for so long will not be finished

export class Recording {
  #id;
  #parts = new Map();
  #places = [];
  #pointer = Infinity;
  about = null;
  events = [];

  constructor(id) {
    this.#id = id;
  }

  /** Fetch what is new; returns the events that came, in order. Throws where it is not there. */
  async refresh() {
    this.about = await replay(this.#id);
    const wanted = this.about.chunks.filter(({ seq }) => !this.#parts.has(seq));
    const came = [];
    for (const { seq } of wanted) {
      const events = (await chunk(this.#id, seq)).filter(hasData).map(harmless).sort(inTime);
      this.#parts.set(seq, events);
      came.push(...events);
    }
    came.sort(inTime);
    this.events = [...this.events, ...came].sort(inTime);
    this.#places = places(this.events, this.about.startUrl);
    const first = this.events.find(isPointer);
    this.#pointer = first ? first.timestamp - this.start : Infinity;
    return came;
  }

  get start() { return this.events[0]?.timestamp ?? 0; }
  get length() { return this.events.length ? this.events.at(-1).timestamp - this.start : 0; }
  get plays() { return this.events.length > 1 && this.events.some((event) => event.type === FULL_SNAPSHOT); }

  /** "whole", "arriving", "broken" (no more is to be expected), with words for the last two. */
  get arrival() {
    const { endedAt, stopped, updatedAt } = this.about;
    if (stopped) return { state: "broken", words: "Cut off: the inbox keeps no more of it" };
    if (endedAt !== null) return { state: "whole", words: "" };
    if (Date.now() - Date.parse(updatedAt) > GIVEN_UP) return { state: "broken", words: "Never finished" };
    return { state: "arriving", words: "Still arriving" };
  }

  /** The reports that were given in it, with their moments as milliseconds from the first event. */
  get moments() {
    const shift = this.events.length ? Date.parse(this.about.startedAt) - this.start : 0;
    return this.about.reports
      .filter((report) => report.replayOffsetMs !== null)
      .map((report) => ({ report, at: clamp(report.replayOffsetMs + shift, 0, this.length) }));
  }

  /** What is not here, between moments that are: { from, to, words }. */
  get gaps() {
    const found = [];
    const arriving = this.arrival.state === "arriving";
    let before = { seq: -1, end: 0 };
    for (const { seq, droppedBefore } of this.about.chunks) {
      const events = this.#parts.get(seq) ?? [];
      const from = before.end, to = events.length ? events[0].timestamp - this.start : from;
      const absent = seq - before.seq - 1;
      const count = Math.max(absent, droppedBefore);
      if (count) found.push({ from, to, words: missing({ count, dropped: droppedBefore >= count, arriving, from, to }) });
      before = { seq, end: events.length ? events.at(-1).timestamp - this.start : from };
    }
    return found;
  }

  /** Where the user was at a moment, as the recording calls it. */
  placeAt(at) {
    return this.#places.findLast((place) => place.from <= at)?.name ?? "";
  }

  /** Whether the pointer has been anywhere by then: until it has, rrweb draws it in the corner. */
  hasPointerAt(at) {
    return at >= this.#pointer;
  }

  /** When something was clicked, in milliseconds. */
  get clicks() {
    return this.events
      .filter(({ type, data }) => type === INCREMENTAL && data.source === INTERACTION && CLICKS.has(data.type))
      .map(({ timestamp }) => timestamp - this.start);
  }

  /** Spans in which the user did nothing: { from, to }. */
  get idle() {
    const found = [];
    let last = 0;
    for (const event of this.events) {
      if (!isDone(event)) continue;
      const at = event.timestamp - this.start;
      if (at - last >= IDLE) found.push({ from: last, to: at });
      last = at;
    }
    if (this.length - last >= IDLE) found.push({ from: last, to: this.length });
    return found;
  }
}

export { IDLE };

const isPointer = ({ type, data }) => type === INCREMENTAL
  && (data.source === MOVES || (data.source === INTERACTION && PRESSES.has(data.type)));

// As rrweb counts it when it skips: from moving the pointer to typing.
const isDone = ({ type, data }) => type === INCREMENTAL && data.source > MUTATION && data.source <= INPUT;

// rrweb gives every event data; what has none is left out rather than played.
const hasData = ({ data }) => typeof data === "object" && data !== null;

function places(events, startUrl) {
  const found = [{ from: -Infinity, name: readable(startUrl ?? "") }];
  for (const { type, timestamp, data } of events) {
    const name = type === META ? data.href : type === CUSTOM && data.tag === "url-change" ? data.payload?.href : undefined;
    if (typeof name === "string") found.push({ from: timestamp - events[0].timestamp, name: readable(name) });
  }
  return found;
}

/** An address as a person reads it: "Order Desk" and not "Order%20Desk". */
function readable(address) {
  try {
    return decodeURI(address);
  } catch {
    return address; // not encoded at all, then
  }
}

const inTime = (a, b) => a.timestamp - b.timestamp;
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

function missing({ count, dropped, arriving, from, to }) {
  const parts = count === 1 ? "A part" : `${count} parts`;
  const where = to > from ? `between ${clock(from)} and ${clock(to)}` : `at ${clock(from)}`;
  const what = `${parts} of the recording, ${where},`;
  if (dropped) return `${what} ${count === 1 ? "was" : "were"} left out by the program that recorded it.`;
  return `${what} ${count === 1 ? "has" : "have"} not arrived${arriving ? " yet" : ""}.`;
}
