// What stands where the list would be: how to begin, or how to get back from a filter.

import { about } from "./api.js";
import { element } from "./dom.js";

const SECTION = document.querySelector("#empty");

/** Show the right kind of emptiness, or none. */
export async function showEmpty({ total, filtered, onClear }) {
  SECTION.hidden = total > 0;
  if (total > 0) SECTION.replaceChildren();
  else if (filtered) SECTION.replaceChildren(...nothingFound(onClear));
  else if (!SECTION.querySelector(".snippet")) SECTION.replaceChildren(...(await firstSteps()));
}

function nothingFound(onClear) {
  return [
    element("h3", {}, "Nothing matches"),
    element("p", {}, "No report fits these filters."),
    element("button", { class: "button", type: "button", on: { click: onClear } }, "Clear filters"),
  ];
}

async function firstSteps() {
  const { clients, baseUrl } = await about();
  const lines = [
    "import usero_desktop as usero",
    `inbox = "${baseUrl}"`,
    `widget = usero.attach(window, client_id="${clients[0]}", base_url=inbox)`,
  ];
  const code = lines.join("\n");
  const copy = element("button", { class: "button quiet copy", type: "button" }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code);
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy"), 1600);
  });
  return [
    element("div", { class: "faces", "aria-hidden": "true" }, ...[1, 2, 3, 4].map((rating) =>
      element("img", { src: `/inbox/faces/rating-${rating}.svg`, alt: "", width: 44, height: 44 }))),
    element("h3", {}, "Waiting for the first report"),
    element("p", {}, "Attach the widget to a window of your Qt program. What is sent from it appears here at once."),
    element("div", { class: "snippet" }, element("pre", { tabindex: "0", "aria-label": "Python code" }, element("code", {}, code)), copy),
  ];
}
