// The page of one session replay, put together: what came, what it shows, what it says of it.

import { replayFile } from "./api.js";
import { Controls } from "./controls.js";
import { element, foreign, icon } from "./dom.js";
import { followReplay } from "./live.js";
import { Recording } from "./recording.js";
import { Screen } from "./screen.js";
import { RATINGS, ago, clock, exact } from "./words.js";

const id = decodeURIComponent(location.pathname.split("/").at(-1));
const current = new URLSearchParams(location.search).get("feedback");

const recording = new Recording(id);
const screen = new Screen(() => passed());
const controls = new Controls(screen);
let place = null;

document.querySelector("#back").prepend(icon("previous"));

const isHere = () => window.rrweb !== undefined;
const canPlay = () => isHere() && recording.plays;

function passed() {
  controls.refresh();
  document.querySelector("#frame").classList.toggle("no-pointer", !recording.hasPointerAt(screen.time));
  const now = recording.placeAt(screen.time);
  if (now !== place) document.querySelector("#place").textContent = place = now;
}

function say(title, ...words) {
  const message = document.querySelector("#message");
  message.hidden = title === null;
  message.replaceChildren(...(title === null ? [] : [element("h2", {}, title), ...words]));
}

const sentence = (text) => element("p", {}, text);
const lines = (text) => element("div", { class: "snippet" }, element("pre", {}, element("code", {}, text)));

function sayAbsent() {
  say("rrweb’s player is not here",
    sentence("Recordings are played by rrweb, which is not part of the source. In a copy of the repository, fetch it with"),
    lines("python3 packaging/dev.py player"),
    sentence("and load this page again. With an installed package that came without it, fetch it with npm and start the inbox with its folder:"),
    lines("npm pack rrweb@2.2.2\ntar xf rrweb-2.2.2.tgz\nusero-desktop inbox --player package"),
    sentence("The recording itself is safe in the inbox."));
}

function sayNothing() {
  const { state } = recording.arrival;
  if (state === "arriving") say("Still arriving", sentence("It begins to play as soon as its first part is here."));
  else say("Nothing to play", sentence(recording.events.length
    ? "The first part of this recording, which all the others build upon, has not arrived."
    : "No part of this recording has arrived."));
}

function showReport() {
  const report = recording.about.reports.find((one) => one.id === current) ?? recording.about.reports[0];
  const section = document.querySelector("#report");
  section.hidden = report === undefined;
  if (report === undefined) return;
  const received = new Date(report.receivedAt);
  const moment = recording.moments.find((one) => one.report === report);
  section.replaceChildren(
    ...(report.rating === null ? [] : [element("img", { src: `/inbox/faces/rating-${report.rating}.svg`, alt: "" })]),
    element("div", { class: "words" },
      element("h2", {}, RATINGS[report.rating] ?? "No rating"),
      element("time", { datetime: report.receivedAt, title: exact(received) }, ago(received)),
      report.comment === null ? null : foreign("p", report.comment)),
    ...(moment === undefined || !canPlay() ? [] : [element("button", { class: "button to-moment", type: "button",
      title: "Back to the moment it was given (M)", on: { click: () => controls.toMoment() } }, `Given at ${clock(moment.at)}`)]),
  );
}

function showArrival() {
  const { state, words } = recording.arrival;
  const node = document.querySelector("#arrival");
  node.hidden = state === "whole";
  node.dataset.state = state;
  if (node.textContent !== words) node.textContent = words;
  showGaps();
  const save = document.querySelector("#save");
  save.hidden = !recording.events.length;
  save.href = replayFile(id);
}

function showGaps() {
  const gaps = document.querySelector("#gaps");
  const stumbled = stumbles === null ? [] : [`rrweb’s player could not play all of this recording: ${stumbles}`];
  gaps.replaceChildren(...[...recording.gaps.map(({ words }) => words), ...stumbled].map((words) => element("li", {}, words)));
  gaps.hidden = !gaps.children.length;
}

/** Show what is new: quietly where it lies ahead, from the start where it changes what is on show. */
function showEvents(came) {
  const before = came.length ? came[0].timestamp - recording.start : Infinity;
  if (!screen.here) screen.show(recording.events, opening());
  else if (before > screen.time && came[0].timestamp >= recording.events[0].timestamp) screen.add(came);
  else screen.show(recording.events, screen.time);
  controls.show(recording, current);
  passed();
}

/** Where one comes in: at the moment of the report, or at the start where there is none. */
const opening = () => recording.moments.find(({ report }) => report.id === current)?.at ?? 0;

// What rrweb does on timers of its own throws nowhere else.
let stumbles = null;
addEventListener("error", ({ filename, message }) => {
  if (!filename.endsWith("/rrweb.js") || recording.about === null) return;
  stumbles = message;
  showGaps();
});

let refreshing = null, again = false;

/** One at a time; what is announced meanwhile is looked at afterwards. */
function refresh() {
  if (refreshing) again = true;
  else refreshing = read().finally(() => {
    refreshing = null;
    if (again) { again = false; refresh(); }
  });
}

async function read() {
  let came;
  try {
    came = await recording.refresh();
  } catch {
    if (recording.about === null) say("This session replay is not in this inbox", sentence("It was recorded for another one, or deleted since."));
    return;
  }
  showArrival();
  showReport();
  if (!isHere()) sayAbsent();
  else if (!recording.plays) sayNothing();
  else {
    say(null);
    try {
      if (came.length || !screen.here) showEvents(came);
      else controls.show(recording, current);
    } catch (error) {
      screen.clear();
      controls.hide();
      say("This recording cannot be played", sentence("rrweb’s player says of it:"), lines(String(error)));
    }
  }
}

document.querySelector("#save").prepend(icon("save"));
followReplay(id, refresh);
