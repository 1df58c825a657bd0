// Where events happen: a map of the world, and the same places as a list.

import { address, empty, fill, h, link, svg } from "./dom.js";
import { ask } from "./api.js";
import { conditions, filterBar } from "./filters.js";
import { count, figure } from "./words.js";

const WIDTH = 3600, HEIGHT = 1800, TOP = 70, BOTTOM = 1470; // land.json: tenths of degrees, from 180° W and 90° N
let land = null;

export function mapView(main, values, stream) {
  const wanted = conditions(values);
  const dots = svg("g", { class: "dots" });
  const world = svg("svg", { class: "world", role: "img", "aria-label": "Map of the places of events; the list beside it says the same", preserveAspectRatio: "xMidYMid meet" }, svg("path", { class: "land" }), dots);
  const places = h("ol", { class: "places", "aria-label": "Places, by number of events" });
  const zoom = h("div", { class: "zoom", role: "group", "aria-label": "Zoom" },
    h("button", { type: "button", "aria-label": "Closer", on: { click: () => scale(0.6) } }, "+"),
    h("button", { type: "button", "aria-label": "Farther", on: { click: () => scale(1 / 0.6) } }, "−"),
    h("button", { type: "button", "aria-label": "Whole world", on: { click: () => { view = whole(); draw(); } } }, "◯"));
  fill(main, h("h1", { class: "unseen" }, "Map"), filterBar("map", wanted), h("div", { class: "mapbox" }, h("div", { class: "frame" }, world, zoom), places));
  let found = [], view = whole(), dragged = null, waiting = 0;

  function whole() { return { x: 0, y: TOP, w: WIDTH, h: BOTTOM - TOP }; }
  function scale(by, at = { x: view.x + view.w / 2, y: view.y + view.h / 2 }) {
    const w = Math.min(WIDTH, Math.max(60, view.w * by)), ratio = w / view.w;
    view = { x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio, w, h: view.h * ratio };
    draw();
  }
  function point(event) {
    const box = world.getBoundingClientRect(), unit = Math.max(view.w / box.width, view.h / box.height);
    return { x: view.x + view.w / 2 + (event.clientX - box.left - box.width / 2) * unit, y: view.y + view.h / 2 + (event.clientY - box.top - box.height / 2) * unit, unit };
  }
  function draw() {
    world.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    const unit = view.w / Math.max(320, world.clientWidth || 900);
    const largest = Math.max(1, ...found.map((one) => one.count));
    fill(dots, found.map((one) => svg("a", { href: address("events", { ...wanted, q: one.place }), tabindex: "-1", "aria-hidden": "true" },
      svg("circle", { cx: x(one.lon), cy: y(one.lat), r: (3.5 + 12 * Math.sqrt(one.count / largest)) * unit, "stroke-width": unit },
        svg("title", {}, `${one.place}: ${count(one.count, "event")}`)))));
  }
  async function load() {
    found = await ask("places", wanted);
    draw();
    fill(places, found.slice(0, 60).map((one) => h("li", {}, link("events", { ...wanted, q: one.place }, {}, h("span", {}, one.place), h("span", { class: "number" }, figure(one.count))))));
    if (!found.length) places.append(h("li", {}, empty("No event has a place that is known.")));
  }
  world.addEventListener("wheel", (event) => { event.preventDefault(); scale(event.deltaY > 0 ? 1.18 : 0.85, point(event)); }, { passive: false });
  world.addEventListener("pointerdown", (event) => { dragged = { ...point(event), left: event.clientX, top: event.clientY, view }; });
  world.addEventListener("pointermove", (event) => {
    if (!dragged || event.buttons !== 1) return;
    if (Math.hypot(event.clientX - dragged.left, event.clientY - dragged.top) > 4) world.setPointerCapture(event.pointerId);
    view = { ...view, x: dragged.view.x - (event.clientX - dragged.left) * dragged.unit, y: dragged.view.y - (event.clientY - dragged.top) * dragged.unit };
    world.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
  });
  world.addEventListener("pointerup", () => { dragged = null; });
  draw();
  outline().then((path) => world.querySelector(".land").setAttribute("d", path)).catch(() => {});
  load().catch((error) => fill(places, h("li", {}, empty(error.message))));
  stream.open(wanted, { events: () => { if (!waiting) waiting = setTimeout(() => { waiting = 0; load().catch(() => {}); }, 1500); }, gap: load });
  return () => clearTimeout(waiting);
}

const x = (lon) => (lon + 180) * 10;
const y = (lat) => (90 - lat) * 10;

async function outline() {
  land ??= fetch("/page/land.json").then((response) => response.json());
  return (await land).path;
}
