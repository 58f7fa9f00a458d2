// The keyboard. Letters count only where nobody is typing and no dialog is open.

import { toggle } from "./card.js";
import { element, icon } from "./dom.js";

const HELP = [
  [["j", "↓"], "Next report"],
  [["k", "↑"], "Previous report"],
  [["Enter"], "Open or close its details"],
  [["s"], "Show its screenshots"],
  [["/"], "Search"],
  [["1", "2", "3", "4"], "Filter by rating"],
  [["Home"], "Back to the newest"],
  [["Esc"], "Close, or leave the search"],
  [["?"], "This list"],
];

/** Listen for the whole page. */
export function listen({ feed, filters }) {
  const dialog = help();
  const actions = {
    j: () => feed.move(1),
    ArrowDown: () => feed.move(1),
    k: () => feed.move(-1),
    ArrowUp: () => feed.move(-1),
    s: () => feed.current()?.querySelector("button.shot")?.click(),
    "/": () => filters.focusSearch(),
    "?": () => dialog.showModal(),
    Home: () => feed.toTop(),
  };
  for (const rating of ["1", "2", "3", "4"]) actions[rating] = () => filters.toggleRating(rating);

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return escape(event, feed);
    if (isTyping(event.target)) return;
    const card = feed.current();
    if (event.key === "Enter" && card && event.target === card) {
      event.preventDefault();
      toggle(card);
    } else if (Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  });
}

function escape(event, feed) {
  if (isTyping(event.target)) {
    if (event.target.value && event.target.type !== "radio") {
      event.target.value = "";
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    } else event.target.blur();
    event.preventDefault();
  } else feed.closeOne();
}

// Radio buttons own the arrow keys just as text fields own the letters.
const isTyping = (target) => target.matches?.("input, textarea, select, [contenteditable]");

function help() {
  const dialog = document.querySelector("#keys");
  const close = document.querySelector("#keys-close");
  close.append(icon("close"));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.querySelector("#show-keys").addEventListener("click", () => dialog.showModal());
  document.querySelector("#keys-list").append(...HELP.flatMap(([keys, what]) => [
    element("dt", {}, ...keys.map((key) => element("kbd", {}, key))),
    element("dd", {}, what),
  ]));
  return dialog;
}
