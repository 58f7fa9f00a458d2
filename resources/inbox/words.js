// How things are said: ratings, moments, sizes.

export const RATINGS = { 1: "Needs work", 2: "It’s okay", 3: "Pretty good", 4: "Amazing!" };

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const DAY_OF_YEAR = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** "just now", "5 minutes ago", "yesterday", then the date. */
export function ago(moment, now = new Date()) {
  const seconds = (now - moment) / 1000;
  if (seconds < 45) return "just now";
  if (seconds < 45 * 60) return RELATIVE.format(-Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 22 * 3600) return RELATIVE.format(-Math.max(1, Math.round(seconds / 3600)), "hour");
  if (seconds < 6.5 * 86400) return RELATIVE.format(-Math.max(1, Math.round(seconds / 86400)), "day");
  return (moment.getFullYear() === now.getFullYear() ? DAY : DAY_OF_YEAR).format(moment);
}

export const exact = (moment) => EXACT.format(moment);

export function fileSize(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A moment of a recording, from its milliseconds: "0:07", "12:30". */
export function clock(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000 + 0.001));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export const reports = (count) => (count === 1 ? "1 report" : `${count.toLocaleString("en")} reports`);

/** The default environment has no name; one that was literally sent as "default" is shown in quotes. */
export function environmentName(name) {
  if (name === null) return "Default";
  return PLACEHOLDERS.has(name) ? `“${name}”` : name;
}

export function environmentHint(name) {
  return PLACEHOLDERS.has(name)
    ? `Sent as the text “${name}”, which is an environment of its own. Leave environment out for the default one.`
    : undefined;
}

const PLACEHOLDERS = new Set(["", "default", "Default", "no-env"]);
