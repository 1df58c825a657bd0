// Requests to the server of this page.

let token = "";

export class Refused extends Error {
  constructor(status, body) {
    super(body.detail ?? `the server answered ${status}`);
    this.status = status;
    this.reason = body.error ?? "";
  }
}

export async function ask(path, values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined));
  const written = query.toString();
  return answered(await fetch(`/api/${path}${written ? `?${written}` : ""}`, { headers: { Accept: "application/json" } }));
}

export async function send(path, body) {
  return answered(await fetch(`/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Newswire-Token": token },
    body: JSON.stringify(body),
  }));
}

async function answered(response) {
  let body = {};
  try { body = await response.json(); } catch { /* an answer without a body says enough by its status */ }
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

/** What a page must know once; again after a restart of the server. */
export async function about() {
  const said = await ask("about");
  token = said.token;
  return said;
}

/** Follow events as they come. The browser connects again by itself, and says how far it was told. */
export function follow(values, listeners) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  const source = new EventSource(`/api/live?${query}`);
  for (const [kind, listener] of Object.entries(listeners)) {
    if (kind === "broken") source.addEventListener("error", listener);
    else source.addEventListener(kind, (event) => listener(JSON.parse(event.data), event.lastEventId));
  }
  return source;
}
