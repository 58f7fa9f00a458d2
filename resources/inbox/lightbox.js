// Screenshots in full: fitted to the window, or pixel for pixel after a click.

import { measures } from "./card.js";
import { element, icon } from "./dom.js";

export class Lightbox {
  #dialog = document.querySelector("#lightbox");
  #stage = document.querySelector("#lightbox-stage");
  #caption = document.querySelector("#lightbox-caption");
  #previous = document.querySelector("#lightbox-previous");
  #next = document.querySelector("#lightbox-next");
  #shots = [];
  #index = 0;

  constructor() {
    const close = document.querySelector("#lightbox-close");
    close.append(icon("close"));
    this.#previous.append(icon("previous"));
    this.#next.append(icon("next"));
    close.addEventListener("click", () => this.#dialog.close());
    this.#previous.addEventListener("click", () => this.#go(-1));
    this.#next.addEventListener("click", () => this.#go(1));
    this.#dialog.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, k: -1, j: 1 }[event.key];
      if (step && !this.#dialog.classList.contains("actual")) {
        event.preventDefault();
        this.#go(step);
      }
    });
    this.#stage.addEventListener("click", (event) => {
      if (event.target === this.#stage) this.#dialog.close();
      else this.#dialog.classList.toggle("actual");
    });
    this.#dialog.addEventListener("close", () => this.#stage.replaceChildren());
  }

  /** Show `shots[index]`; the arrows go through the others. */
  open(shots, index) {
    this.#shots = shots;
    this.#index = index;
    this.#show();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#stage.focus();
  }

  #go(step) {
    const index = this.#index + step;
    if (index < 0 || index >= this.#shots.length) return;
    this.#index = index;
    this.#show();
  }

  #show() {
    const shot = this.#shots[this.#index];
    const many = this.#shots.length > 1;
    this.#dialog.classList.remove("actual");
    this.#caption.textContent = many
      ? `${this.#index + 1} of ${this.#shots.length} · ${measures(shot)}`
      : measures(shot);
    this.#previous.hidden = !many;
    this.#next.hidden = !many;
    this.#previous.disabled = this.#index === 0;
    this.#next.disabled = this.#index === this.#shots.length - 1;
    this.#stage.replaceChildren(element("img", { src: shot.image, alt: `Screenshot ${this.#index + 1}` }));
  }
}
