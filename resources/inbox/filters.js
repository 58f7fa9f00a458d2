// The filters: what they are is in the address, so that a reload keeps them.

import { element, foreign } from "./dom.js";
import { RATINGS, environmentHint, environmentName } from "./words.js";

const TYPING_PAUSE = 180;

export class Filters {
  #search = document.querySelector("#search");
  #email = document.querySelector("#email");
  #clear = document.querySelector("#clear");
  #environments = document.querySelector("#environments");
  #ratings = document.querySelector("#ratings");
  #onlyReplays = document.querySelector("#only-replays");
  #toggle = document.querySelector("#filters-toggle");
  #timer = 0;

  /** `onChange()` is called when the list has to be read anew. */
  constructor(onChange) {
    this.onChange = onChange;
    const given = new URLSearchParams(location.search);
    this.#search.value = given.get("q") ?? "";
    this.#email.value = given.get("email") ?? "";
    this.environment = given.get("default") === "1" ? null : (given.get("environment") ?? undefined);
    this.ratings = new Set(given.getAll("rating").filter((rating) => rating in RATINGS));
    this.onlyReplays = given.get("replay") === "1";
    this.#onlyReplays.addEventListener("click", () => {
      this.onlyReplays = !this.onlyReplays;
      this.#changed();
    });
    this.#ratings.append(...Object.entries(RATINGS).map(([rating, label]) => this.#face(rating, label)));
    for (const field of [this.#search, this.#email]) {
      field.addEventListener("input", () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#changed(), TYPING_PAUSE);
      });
    }
    this.#clear.addEventListener("click", () => this.clear());
    this.#toggle.addEventListener("click", () => this.#unfold(this.#toggle.getAttribute("aria-expanded") !== "true"));
    this.#show();
  }

  /** The filters as the reading API takes them. */
  parameters() {
    const given = new URLSearchParams();
    if (this.environment === null) given.set("default", "1");
    else if (this.environment !== undefined) given.set("environment", this.environment);
    for (const rating of [...this.ratings].sort()) given.append("rating", rating);
    if (this.#email.value.trim()) given.set("email", this.#email.value.trim());
    if (this.#search.value.trim()) given.set("q", this.#search.value.trim());
    if (this.onlyReplays) given.set("replay", "1");
    return given;
  }

  get active() {
    return this.parameters().size > 0;
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  clear() {
    this.#search.value = this.#email.value = "";
    this.environment = undefined;
    this.onlyReplays = false;
    this.ratings.clear();
    this.#changed();
  }

  toggleRating(rating) {
    if (!this.ratings.delete(rating)) this.ratings.add(rating);
    this.#changed();
  }

  /** Show the environments that reports came under; undefined is all, null the default. */
  showEnvironments(list) {
    const total = list.reduce((sum, { count }) => sum + count, 0);
    const choices = [{ name: undefined, label: "All", count: total },
      ...list.map(({ name, count }) => ({ name, label: environmentName(name), count }))];
    if (this.environment !== undefined && !list.some(({ name }) => name === this.environment)) {
      choices.push({ name: this.environment, label: environmentName(this.environment), count: 0 });
    }
    const focused = this.#environments.contains(document.activeElement);
    this.#environments.replaceChildren(...choices.map((choice) => this.#choice(choice)));
    if (focused) this.#environments.querySelector(":checked")?.focus();
  }

  #choice({ name, label, count }) {
    const radio = element("input", { type: "radio", name: "environment", class: "hidden",
      on: { change: () => { this.environment = name; this.#changed(); } } });
    radio.checked = this.environment === name;
    return element("label", { class: "choice", title: environmentHint(name) }, radio,
      foreign("span", label, { class: "name" }), element("span", { class: "number" }, count.toLocaleString("en")));
  }

  #face(rating, label) {
    return element("button", { class: "face-toggle", type: "button", "aria-label": label, title: label, "aria-pressed": "false",
      data: { rating }, on: { click: () => this.toggleRating(rating) } },
    element("img", { src: `/inbox/faces/rating-${rating}.svg`, alt: "", width: 30, height: 30 }));
  }

  #changed() {
    clearTimeout(this.#timer);
    this.#show();
    const query = this.parameters().toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    this.onChange();
  }

  #show() {
    for (const button of this.#ratings.children) {
      button.setAttribute("aria-pressed", String(this.ratings.has(button.dataset.rating)));
    }
    this.#ratings.classList.toggle("some", this.ratings.size > 0);
    for (const radio of this.#environments.querySelectorAll("input")) {
      if (this.environment === undefined && radio === this.#environments.querySelector("input")) radio.checked = true;
    }
    this.#onlyReplays.setAttribute("aria-pressed", String(this.onlyReplays));
    this.#clear.hidden = !this.active;
    this.#toggle.classList.toggle("on", this.active);
  }

  #unfold(open) {
    this.#toggle.setAttribute("aria-expanded", String(open));
    document.querySelector("#filters").classList.toggle("open", open);
  }
}
