// The page: its views, the state of the source, and light or dark.

import { about } from "./api.js";
import { follow } from "./api.js";
import { empty, fill, h } from "./dom.js";
import { articleView } from "./article.js";
import { eventsView } from "./events.js";
import { healthView } from "./health.js";
import { mapView } from "./map.js";
import { storiesView, storyView } from "./stories.js";
import { tryView } from "./try.js";

const TABS = { events: "Events", map: "Map", stories: "Stories", try: "Try an article", health: "Health" };
const VIEWS = { events: eventsView, map: mapView, stories: storiesView, story: storyView, article: articleView, try: tryView, health: healthView };
const PARENT = { story: "stories", article: "events" };
const main = document.getElementById("main");
let known = null, leave = () => {};

/** One stream of news a view: it ends with the view. */
const stream = {
  source: null,
  open(values, listeners) {
    this.close();
    this.source = follow(values, { ...listeners, state: (state, id) => { showState(state); listeners.state?.(state, id); }, broken: lost });
    this.source.addEventListener("open", renew);
  },
  close() { this.source?.close(); this.source = null; },
};

async function renew() { // a server that was started again has another token
  try { known = await about(); showState(known); } catch { /* the next event of the stream says so */ }
}

function lost() {
  showState({ state: "away", said: "the console does not answer; it is asked again" });
}

function showState(state) {
  const standing = document.getElementById("standing");
  standing.dataset.state = state.state;
  const said = { following: "Live", file: "From a file", away: "Source away", connecting: "Connecting…" }[state.state] ?? state.state;
  const text = state.rate && state.state !== "file" ? `${said} · ${state.rate.events} events a minute` : said;
  if (standing.lastElementChild.textContent !== text) standing.lastElementChild.textContent = text;
  standing.title = state.said ?? "";
}

function route() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const name = Object.hasOwn(VIEWS, path) ? path : "events";
  leave();
  stream.close();
  for (const tab of document.querySelectorAll("#tabs a")) {
    if (tab.dataset.view === (PARENT[name] ?? name)) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  document.title = `${TABS[name] ?? (name === "story" ? "Story" : "Article")} · Newswire`;
  const held = heldFocus();
  leave = VIEWS[name](main, new URLSearchParams(query), stream, known) ?? (() => {});
  if (held) restoreFocus(held); else if (route.ran) { main.focus({ preventScroll: true }); scrollTo({ top: 0 }); }
  if (!stream.source) stream.open({}, {});
  route.ran = true;
}

function heldFocus() { // a filter that is being typed in keeps the cursor when the list below it changes
  const active = document.activeElement;
  return active?.form && main.contains(active) ? { name: active.name, at: active.selectionStart ?? null } : null;
}

function restoreFocus({ name, at }) {
  const control = main.querySelector(`form [name="${CSS.escape(name)}"]`);
  control?.focus({ preventScroll: true });
  if (at !== null && control?.setSelectionRange) control.setSelectionRange(control.value.length, control.value.length);
}

function theme() {
  const button = document.getElementById("theme");
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const show = () => { button.textContent = dark() ? "☀" : "☾"; };
  try { const kept = localStorage.getItem("newswire-theme"); if (kept) document.documentElement.dataset.theme = kept; } catch { /* not kept then */ }
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("newswire-theme", document.documentElement.dataset.theme); } catch { /* not kept then */ }
    show();
  });
  show();
}

async function begin() {
  theme();
  fill(document.getElementById("tabs"), Object.entries(TABS).map(([name, label]) => h("li", {}, h("a", { href: `#/${name}`, dataset: { view: name } }, label))));
  document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
  try { known = await about(); } catch (error) { fill(main, empty(error.message)); return; }
  showState(known);
  addEventListener("hashchange", route);
  route();
}

begin();
