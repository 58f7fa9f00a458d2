// What a recording may not do while it is shown. The frame it plays in runs no script and the
// page's policy lets nothing be fetched from elsewhere. A browser opens connections ahead of both
// all the same: where a hint names a host, and for a frame it is then not let into.

const AHEAD = /preconnect|dns-prefetch/i;
const INLINE = /^\s*(data|blob):/i;
const ADDRESSES = ["src", "srcset", "poster", "data", "xlink:href"];

/** Take out of an event what names another place; returns the event. */
export function harmless(event) {
  const { data } = event;
  if (event.type === 2) clean(data?.node);
  if (event.type === 3 && data?.source === 0) {
    for (const add of data.adds ?? []) clean(add?.node);
    for (const change of data.attributes ?? []) strip(change?.attributes);
  }
  return event;
}

function clean(node) {
  const waiting = [node]; // a stack: how deep it goes is the sender's choice
  while (waiting.length) {
    const next = waiting.pop();
    if (next === null || typeof next !== "object") continue;
    strip(next.attributes);
    if (Array.isArray(next.childNodes)) waiting.push(...next.childNodes);
  }
}

function strip(attributes) {
  if (attributes === null || typeof attributes !== "object") return;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    const lower = name.toLowerCase();
    if (lower === "rel" && AHEAD.test(value)) delete attributes[name];
    if (ADDRESSES.includes(lower) && typeof value === "string" && !INLINE.test(value)) delete attributes[name];
  }
}
