// One report as an article: what was said, then everything that came with it.

import { element, foreign, icon } from "./dom.js";
import { RATINGS, ago, environmentHint, environmentName, exact, fileSize } from "./words.js";

/** Build the article of `item`; `openShot(index)` shows a screenshot in full. */
export function card(item, { openShot }) {
  const titleId = `report-${item.seq}`;
  const detailsId = `details-${item.seq}`;
  const article = element(
    "article",
    { class: "card", tabindex: "-1", "aria-labelledby": titleId, data: whose(item) },
    face(item.rating),
    element("div", { class: "said" },
      heading(item, titleId),
      item.comment === null ? null : foreign("p", item.comment, { class: "comment" }),
      shots(item.screenshots, openShot),
      watch(item),
      context(item, detailsId),
      details(item, detailsId),
    ),
  );
  return article;
}

/** Show who wrote `item` on its card, once more is known of them. */
export function showPerson(article, item) {
  article.querySelector(".person")?.remove();
  article.querySelector(".who")?.remove();
  const name = person(item);
  if (name === null) return;
  article.querySelector("h3").after(name);
  article.querySelector(".details table").after(personTable(item.person));
}

/** Open or close the details of a card. */
export function toggle(article, open = undefined) {
  const button = article.querySelector(".details-toggle");
  const wanted = open ?? button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(wanted));
  article.querySelector(".details").hidden = !wanted;
  return wanted;
}

export const isOpen = (article) => !article.querySelector(".details").hidden;

/** Say the moments anew: "just now" does not stay true. */
export function refreshTimes(root) {
  const now = new Date();
  for (const node of root.querySelectorAll("time")) node.textContent = ago(new Date(node.dateTime), now);
}

function face(rating) {
  if (rating === null) return element("span", { class: "face none", "aria-hidden": "true" }, "–");
  return element("img", { class: "face", src: `/inbox/faces/rating-${rating}.svg`, alt: "", width: 40, height: 40 });
}

function heading(item, titleId) {
  const moment = new Date(item.receivedAt);
  return element("header", { class: "card-head" },
    element("h3", { id: titleId, class: item.rating === null ? "unrated" : undefined }, RATINGS[item.rating] ?? "No rating"),
    person(item),
    item.userEmail === null ? null : foreign("span", item.userEmail, { class: "email" }),
    element("time", { datetime: item.receivedAt, title: exact(moment) }, ago(moment)),
  );
}

/** What a card is found by; a report whose metadata names somebody also by whom. */
function whose(item) {
  const { userId, anonymousId } = item.metadata;
  const found = { seq: item.seq, id: item.id };
  if (typeof userId === "string" && typeof anonymousId === "string") {
    return { ...found, user: userId, client: item.clientId };
  }
  return found;
}

function person({ person: who, userEmail }) {
  if (who === null) return null;
  const name = who.displayName ?? (who.email === userEmail ? null : who.email) ?? who.id;
  return foreign("span", name, { class: "person", title: `Named by the program: ${who.id}` });
}

function personTable(who) {
  if (who === null) return null;
  const rows = [["User id", who.id], ["Name", who.displayName], ["Account", who.email]]
    .filter(([, value]) => value !== null)
    .map(([name, value]) => row(name, foreign("span", value)));
  const traits = Object.entries(who.traits).map(([name, value]) => row(name, plain(value), "key"));
  return table("Person", [...rows, ...traits], "who");
}

function shots(list, openShot) {
  if (!list.length) return null;
  let shown = 0;
  return element("ul", { class: "shots", "aria-label": "Screenshots" }, ...list.map((shot, index) => {
    if (shot.image === null) return element("li", {}, placeholder(shot));
    const position = shown++;
    const label = `Screenshot ${index + 1} of ${list.length}, ${measures(shot)}. Show in full`;
    const picture = element("img", { src: shot.thumbnail, alt: "", loading: "lazy", decoding: "async" });
    const button = element("button", { class: "shot", type: "button", "aria-label": label, title: measures(shot),
      on: { click: () => openShot(position) } }, picture);
    // The header was a picture's and the rest was not: say so instead of a broken image.
    picture.addEventListener("error", () => button.replaceWith(placeholder(shot)), { once: true });
    return element("li", {}, button);
  }));
}

function placeholder(shot) {
  const why = shot.stored ? "Cannot be shown" : "Not stored in this inbox";
  return element("div", { class: "shot missing" }, icon("noPicture"), element("span", {}, why),
    foreign("span", `${shot.mimeType}, ${fileSize(shot.fileSize)}`, { class: "type" }));
}

/** The way to the recording of what happened, at the moment of this report. */
function watch({ replay, id }) {
  if (replay === null) return null;
  if (!replay.stored) {
    return element("p", { class: "watch missing" }, icon("replay"), "Session replay not stored in this inbox");
  }
  const address = `/replays/${encodeURIComponent(replay.id)}?feedback=${encodeURIComponent(id)}`;
  return element("p", { class: "watch" }, element("a", { href: address }, icon("replay"), "Watch session replay"));
}

export function measures(shot) {
  const size = fileSize(shot.fileSize);
  return shot.width && shot.height ? `${shot.width} × ${shot.height}, ${size}` : size;
}

function context(item, detailsId) {
  const place = item.pageTitle ?? item.pageUrl;
  return element("footer", { class: "context" },
    element("button", { class: "details-toggle link", type: "button", "aria-expanded": "false", "aria-controls": detailsId,
      on: { click: (event) => toggle(event.target.closest(".card")) } }, icon("chevron"), "Details"),
    item.environment === null ? null
      : foreign("span", environmentName(item.environment), { class: "tag", title: environmentHint(item.environment) }),
    item.duplicateOf === null ? null
      : element("span", { class: "tag notice", title: "An earlier report carries the same submissionId: it was sent again after its answer was lost." }, "Double"),
    place === null ? null : foreign("span", place, { class: "place", title: item.pageUrl ?? place }),
  );
}

function details(item, detailsId) {
  const rows = [
    ["Received", exact(new Date(item.receivedAt))],
    ["Page", item.pageTitle],
    ["Address", item.pageUrl],
    ["Referrer", item.referrer],
    ["Environment", item.environment === null ? "Default" : environmentName(item.environment)],
    ["Client", item.clientId],
    ["Feedback id", item.id],
    ["Same as", item.duplicateOf],
    ["Replay", item.sessionReplayId],
    ["Replay offset", item.replayOffsetMs === null ? null : `${item.replayOffsetMs} ms`],
  ].filter(([, value]) => value !== null);
  const metadata = Object.entries(item.metadata);
  return element("div", { class: "details", id: detailsId, hidden: true },
    table("Report", rows.map(([name, value]) => row(name, foreign("span", value)))),
    personTable(item.person),
    metadata.length ? table("Metadata", metadata.map(([name, value]) => row(name, plain(value), "key"))) : null,
  );
}

function table(caption, rows, kind = undefined) {
  return element("table", { class: kind }, element("caption", {}, caption), element("tbody", {}, ...rows));
}

function row(name, value, kind = undefined) {
  return element("tr", {}, foreign("th", name, { scope: "row", class: kind }), element("td", {}, value));
}

/** A value as a person reads it; what is nested is shown as JSON. */
function plain(value) {
  if (typeof value === "string") return foreign("span", value);
  if (value !== null && typeof value === "object") return foreign("pre", JSON.stringify(value, null, 2));
  return element("code", {}, String(value));
}
