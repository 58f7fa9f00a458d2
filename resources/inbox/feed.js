// The list: newest first, more on demand, and news that never move what is being read.

import { listing, single } from "./api.js";
import { card, isOpen, refreshTimes, showPerson, toggle } from "./card.js";
import { element } from "./dom.js";
import { RATINGS, reports } from "./words.js";

const NEAR_TOP = 8;
const AHEAD = 600; // pixels below the window that are read beforehand
const MOST_AT_ONCE = 100;

export class Feed {
  #list = document.querySelector("#feed");
  #older = document.querySelector("#older");
  #count = document.querySelector("#count");
  #pill = document.querySelector("#arrivals");
  #announcer = document.querySelector("#announcer");
  #parameters = () => new URLSearchParams();
  #before = null;
  #total = 0;
  #waiting = 0;
  #request = null;
  #catchingUp = null;
  latest = 0;

  /** `parameters()` gives the filters, `openShots(list, index)` shows pictures, `onChange(total)` hears of every change. */
  constructor({ parameters, openShots, onChange }) {
    this.#parameters = parameters;
    this.openShots = openShots;
    this.onChange = onChange;
    this.#pill.addEventListener("click", () => this.toTop());
    document.querySelector("#show-older").addEventListener("click", () => this.more());
    addEventListener("scroll", () => scrollY <= NEAR_TOP && this.#forget(), { passive: true });
    // Older ones come by themselves as the end draws near; the button is for everyone else.
    for (const moved of ["scroll", "resize"]) {
      addEventListener(moved, () => this.#fill(), { passive: true });
    }
    setInterval(() => refreshTimes(this.#list), 20_000);
  }

  /** Read the list from its top; a newer call overtakes an older one. */
  async reload() {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    let page;
    try {
      page = await listing(this.#parameters(), request.signal);
    } catch (problem) {
      if (request.signal.aborted) return;
      throw problem;
    }
    this.#replace(page.items);
    this.#before = page.before;
    this.latest = page.latest;
    this.#total = page.total;
    this.#forget();
    this.#show();
    this.#fill();
  }

  /** Show `items`; a report that was shown before keeps its card, open or chosen as it is. */
  #replace(items) {
    const chosen = this.current();
    const rows = new Map(this.cards().map((node) => [node.dataset.id, node.parentElement]));
    for (const row of rows.values()) row.classList.remove("new");
    this.#list.replaceChildren(...items.map((item) => rows.get(item.id) ?? this.#row(item)));
    if (chosen?.isConnected) chosen.focus({ preventScroll: true });
  }

  /** Add the next, older page. */
  async more() {
    if (this.#before === null || this.#list.ariaBusy === "true") return;
    const request = this.#request;
    this.#list.ariaBusy = "true";
    try {
      const parameters = this.#parameters();
      parameters.set("before", this.#before);
      const page = await listing(parameters, request?.signal);
      this.#list.append(...page.items.map((item) => this.#row(item)));
      this.#before = page.before;
      this.#show();
    } catch (problem) {
      if (!request?.signal.aborted) throw problem;
      return;
    } finally {
      this.#list.ariaBusy = "false";
    }
    this.#fill();
  }

  /** Read on while the end of the list is in view, or nearly. */
  #fill() {
    if (this.#before === null) return;
    if (this.#older.getBoundingClientRect().top < innerHeight + AHEAD) this.more();
  }

  /** Fetch what came since; calls that overlap become one more round. */
  async catchUp() {
    if (this.#catchingUp) {
      this.#catchingUp.again = true;
      return;
    }
    const round = (this.#catchingUp = { again: false });
    try {
      do {
        round.again = false;
        await this.#fetchNews();
      } while (round.again);
    } finally {
      this.#catchingUp = null;
    }
  }

  async #fetchNews() {
    const request = this.#request;
    const parameters = this.#parameters();
    parameters.set("after", this.latest);
    parameters.set("limit", MOST_AT_ONCE);
    const page = await listing(parameters);
    if (request !== this.#request) return; // the filters changed meanwhile and read everything anew
    if (page.before !== null) return this.reload();
    this.latest = page.latest;
    if (page.items.length) this.#insert(page.items);
  }

  #insert(items) {
    const height = this.#list.offsetHeight;
    const rows = items.map((item) => this.#row(item));
    for (const row of rows) row.classList.add("new");
    const reading = scrollY > NEAR_TOP || this.#isReading();
    this.#list.prepend(...rows);
    this.#total += items.length;
    this.#show();
    if (reading) {
      // What is on screen stays where it is; the news wait above it.
      scrollBy({ top: this.#list.offsetHeight - height, behavior: "instant" });
      this.#waiting += items.length;
      this.#pill.textContent = this.#waiting === 1 ? "1 new report" : `${this.#waiting} new reports`;
      this.#pill.hidden = false;
    }
    const [newest] = items;
    this.#announcer.textContent = items.length > 1
      ? `${items.length} new reports`
      : `New feedback: ${RATINGS[newest.rating] ?? "no rating"}${newest.userEmail ? ` from ${newest.userEmail}` : ""}`;
  }

  /** Read anew who wrote the reports in sight: those of `whom`, or null for all that name somebody. */
  async refreshPeople(whom) {
    const theirs = this.cards().filter(({ dataset }) =>
      whom ? dataset.user === whom.userId && dataset.client === whom.clientId : dataset.user !== undefined);
    await Promise.all(theirs.map(async (node) => showPerson(node, await single(node.dataset.id))));
  }

  #isReading() {
    return this.#list.contains(document.activeElement) || this.cards().some(isOpen);
  }

  toTop() {
    this.#forget();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: 0, behavior: calm ? "instant" : "smooth" });
  }

  #forget() {
    this.#waiting = 0;
    this.#pill.hidden = true;
  }

  #show() {
    this.#older.hidden = this.#before === null;
    this.#count.textContent = this.#total ? reports(this.#total) : "";
    this.onChange(this.#total);
  }

  #row(item) {
    const shown = item.screenshots.filter((shot) => shot.image !== null);
    return element("li", {}, card(item, { openShot: (index) => this.openShots(shown, index) }));
  }

  // ---- for the keyboard

  cards() {
    return [...this.#list.querySelectorAll(".card")];
  }

  current() {
    return document.activeElement?.closest(".card") ?? null;
  }

  /** Go `step` cards down (or up); the first one where none is chosen. */
  move(step) {
    const cards = this.cards();
    const at = cards.indexOf(this.current());
    const next = cards[at < 0 ? this.#firstVisible(cards) : Math.min(cards.length - 1, Math.max(0, at + step))];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  #firstVisible(cards) {
    return Math.max(0, cards.findIndex((node) => node.getBoundingClientRect().top >= 0));
  }

  /** Close what is open, innermost first; says whether there was anything. */
  closeOne() {
    const open = [this.current(), ...this.cards()].find((node) => node && isOpen(node));
    if (open) {
      toggle(open, false);
      open.focus({ preventScroll: true });
      open.scrollIntoView({ block: "nearest" });
      return true;
    }
    const current = this.current();
    current?.blur();
    return Boolean(current);
  }
}
