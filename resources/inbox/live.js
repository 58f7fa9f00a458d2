// News from the server, and whether the line to it stands.

const SECOND = 1000;

/**
 * Follow the inbox from `after` on. The browser reconnects by itself and says what it saw
 * last; a stream that was refused for good is opened anew.
 *
 * onNews() is called when something came, onRestart() when the server has less than we saw
 * (another data folder), onPerson({ clientId, userId } or null) when something was said of that
 * user, or may have been of anybody while we were away, onState("live" | "reconnecting") on every
 * change.
 */
export function follow({ after, onNews, onRestart, onPerson, onState, again = false }) {
  let wasAway = again;
  const source = new EventSource(`/inbox/events?after=${after()}`);
  source.addEventListener("hello", (event) => {
    onState("live");
    const { latest } = JSON.parse(event.data);
    if (latest < after()) onRestart();
    else if (latest > after()) onNews();
    if (wasAway) onPerson(null);
    wasAway = true;
  });
  source.addEventListener("feedback", onNews);
  source.addEventListener("person", (event) => onPerson(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    onState("reconnecting");
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      setTimeout(() => follow({ after, onNews, onRestart, onPerson, onState, again: true }), 2 * SECOND);
    }
  });
  // A tab that is put away for good must not leave its stream behind.
  addEventListener("pagehide", () => source.close(), { once: true });
  addEventListener("pageshow", (event) => event.persisted && location.reload(), { once: true });
}

/** Follow one session replay: onChange() whenever more of it may be here. */
export function followReplay(id, onChange) {
  const source = new EventSource("/inbox/events");
  source.addEventListener("hello", onChange); // after a pause, too: what came meanwhile was missed
  source.addEventListener("replay", (event) => JSON.parse(event.data).id === id && onChange());
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => followReplay(id, onChange), 2 * SECOND);
  });
  addEventListener("pagehide", () => source.close(), { once: true });
  addEventListener("pageshow", (event) => event.persisted && location.reload(), { once: true });
}
