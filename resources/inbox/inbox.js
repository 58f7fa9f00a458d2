// The page's parts, put together.

import { environments } from "./api.js";
import { showEmpty } from "./empty.js";
import { Feed } from "./feed.js";
import { Filters } from "./filters.js";
import { listen } from "./keys.js";
import { Lightbox } from "./lightbox.js";
import { follow } from "./live.js";

const STATES = { live: "Live", reconnecting: "Reconnecting", connecting: "Connecting" };
const TITLE = document.title;

const lightbox = new Lightbox();
const filters = new Filters(() => feed.reload());
const feed = new Feed({
  parameters: () => filters.parameters(),
  openShots: (shots, index) => lightbox.open(shots, index),
  onChange: (total) => showEmpty({ total, filtered: filters.active, onClear: () => filters.clear() }),
});
listen({ feed, filters });

let unseen = 0;

async function readEnvironments() {
  filters.showEnvironments((await environments()).environments);
}

async function news() {
  await Promise.all([feed.catchUp(), readEnvironments()]);
  if (document.hidden) document.title = `(${++unseen}) ${TITLE}`;
}

document.addEventListener("visibilitychange", () => {
  unseen = 0;
  document.title = TITLE;
});

function showState(state) {
  const node = document.querySelector("#state");
  if (node.dataset.state === state) return;
  node.dataset.state = state;
  node.textContent = STATES[state];
}

await Promise.all([feed.reload(), readEnvironments()]);
follow({
  after: () => feed.latest,
  onNews: news,
  onRestart: () => Promise.all([feed.reload(), readEnvironments()]),
  onPerson: (whom) => feed.refreshPeople(whom),
  onState: showState,
});
