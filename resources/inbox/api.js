// The reading API of this inbox, same origin only.

async function read(path, parameters, signal) {
  const query = parameters?.toString();
  const response = await fetch(`/inbox/api/${path}${query ? `?${query}` : ""}`, { signal });
  if (!response.ok) throw new Error(`The inbox answered ${response.status}`);
  return response.json();
}

export const listing = (parameters, signal) => read("feedback", parameters, signal);
export const single = (id) => read(`feedback/${encodeURIComponent(id)}`);
export const environments = () => read("environments");
export const about = () => read("about");
export const replay = (id) => read(`replays/${encodeURIComponent(id)}`);
export const chunk = (id, seq) => read(`replays/${encodeURIComponent(id)}/chunks/${seq}`);
export const replayFile = (id) => `/inbox/api/replays/${encodeURIComponent(id)}/events`;
