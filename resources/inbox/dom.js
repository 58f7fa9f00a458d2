// Elements are built node by node and every text is a text node: whatever a sender wrote
// can never become markup. (The page's policy forbids innerHTML besides.)

const SVG = "http://www.w3.org/2000/svg";

/** Make an element. `on` holds listeners, `data` the dataset; undefined values are left out. */
export function element(tag, { on = {}, data = {}, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries(data)) node.dataset[name] = value;
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Text that someone else wrote: its own direction, kept from mixing with what surrounds it. */
export function foreign(tag, text, attributes = {}) {
  return element(tag, { dir: "auto", ...attributes }, String(text));
}

const PATHS = {
  close: ["M6 6L18 18", "M18 6L6 18"],
  previous: ["M15 5L8 12L15 19"],
  next: ["M9 5L16 12L9 19"],
  chevron: ["M7 10L12 15L17 10"],
  play: ["M8 5.5L18.5 12L8 18.5Z"],
  pause: ["M8 6V18", "M16 6V18"],
  backward: ["M5 5.5V10H9.5", "M5.6 10A7.5 7.5 0 1 1 4.5 13.5"],
  forward: ["M19 5.5V10H14.5", "M18.4 10A7.5 7.5 0 1 0 19.5 13.5"],
  save: ["M12 4.5V15", "M7.5 11L12 15.5L16.5 11", "M5 19.5H19"],
  replay: ["M4 7.5A2 2 0 0 1 6 5.5H18A2 2 0 0 1 20 7.5V16.5A2 2 0 0 1 18 18.5H6A2 2 0 0 1 4 16.5Z", "M10.5 9.5L14.5 12L10.5 14.5Z"],
  noPicture: ["M4 7.5A2 2 0 0 1 6 5.5H18A2 2 0 0 1 20 7.5V16.5A2 2 0 0 1 18 18.5H6A2 2 0 0 1 4 16.5Z", "M3.5 3.5L20.5 20.5"],
};

/** Draw one of the page's own icons, 20 px, in the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24", width: "20", height: "20", fill: "none", stroke: "currentColor",
    "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  })) svg.setAttribute(key, value);
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
