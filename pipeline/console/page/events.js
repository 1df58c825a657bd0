// The list of events: newest first, going on as they come.

import { announce, empty, fill, h, link } from "./dom.js";
import { ask } from "./api.js";
import { filterBar, conditions } from "./filters.js";
import { count, decimals, list, longTime, shortTime } from "./words.js";

const SHOWN = 300; // rows that stay when new ones come, so that the page is quick however many come
const STEP = 200;
const MOST = 2000; // rows that somebody can have by asking for older ones

export function eventRow(event) {
  const who = event.source.length ? list(event.source) : null;
  const whom = event.target.length ? list(event.target) : null;
  return h("li", { class: `event${event.lead ? " lead" : ""}${event.background ? " background" : ""}`, dataset: { seq: event.seq ?? "", id: event.id } },
    link("article", { id: event.article_id, event: event.id }, { class: "row" },
      h("span", { class: "when", title: longTime(event.published_at) }, shortTime(event.published_at)),
      h("span", { class: "what" }, h("strong", {}, event.label), h("span", { class: `chip ${event.factuality}` }, event.factuality)),
      h("span", { class: "actors" },
        who && h("span", { class: "who" }, who), who && whom && h("span", { class: "arrow", "aria-label": "to" }, "→"),
        whom && h("span", { class: "whom" }, whom), !who && !whom && h("span", { class: "nobody" }, `“${event.trigger}”`)),
      h("span", { class: "where" }, [event.place, event.time].filter(Boolean).join(" · ")),
      h("span", { class: "publisher" }, event.publisher ?? ""),
      h("span", { class: "sureness", title: "confidence" }, h("span", { class: "unseen" }, "confidence "), decimals(event.confidence)),
      h("span", { class: "sentence" }, event.said_by && h("em", {}, `${event.said_by}: `), event.sentence)));
}

export function eventsView(main, values, stream, about) {
  const wanted = conditions(values);
  const rows = h("ol", { class: "events", "aria-label": "Events, newest first" });
  const total = h("p", { class: "total", role: "status" });
  const pill = h("button", { type: "button", class: "pill", hidden: true, on: { click: () => { show(); rows.firstElementChild?.querySelector("a")?.focus({ preventScroll: true }); scrollTo({ top: 0 }); } } });
  const pause = h("button", { type: "button", class: "plain", "aria-pressed": "false", hidden: !about.can_replay, on: { click: () => {
    const paused = pause.getAttribute("aria-pressed") !== "true";
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Paused" : "Live";
    if (!paused) show();
  } } }, "Live");
  const more = h("button", { type: "button", class: "more", hidden: true, on: { click: older } }, "Show older events");
  const end = h("p", { class: "empty", role: "status", hidden: true });
  let waiting = [], known = 0, frame = 0;

  fill(main, h("h1", { class: "unseen" }, "Events"), filterBar("events", wanted),
    h("div", { class: "listhead" }, total, pill, pause), rows, more, end);

  function rowOf(id) {
    return rows.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }
  function count_() {
    total.textContent = count(known, "event");
  }
  function ended(hasOlder) {
    const isFull = rows.childElementCount >= MOST;
    more.hidden = !hasOlder || isFull;
    more.disabled = false;
    end.hidden = !hasOlder || !isFull;
    if (!end.hidden) fill(end, `The page shows no more than ${count(MOST, "event")}: narrow them down above. `, about.can_replay ? [h("code", {}, "newswire consume events"), " gives all that the topic holds."] : "The file holds them all.");
  }
  function isHeld() {
    return pause.getAttribute("aria-pressed") === "true" || scrollY > 240;
  }
  function show() {
    frame = 0;
    const last = new Map(waiting.slice(-SHOWN).map((event) => [event.id, event])); // of an event told anew the last
    for (const id of last.keys()) rowOf(id)?.remove();
    const fresh = [...last.values()].sort((one, other) => other.seq - one.seq).map(eventRow);
    if (fresh.length < 30) for (const row of fresh) row.classList.add("fresh");
    waiting = [];
    pill.hidden = true;
    rows.querySelector(".empty")?.closest("li").remove();
    rows.prepend(...fresh);
    if (rows.childElementCount <= SHOWN) return;
    while (rows.childElementCount > SHOWN) rows.lastElementChild.remove();
    ended(true);
  }
  async function load() {
    rows.setAttribute("aria-busy", "true");
    const answer = await ask("events", { ...wanted, limit: STEP });
    known = answer.total;
    fill(rows, answer.rows.map(eventRow));
    if (!answer.rows.length) rows.append(h("li", {}, empty(Object.keys(wanted).length ? "No event meets these conditions." : "No events yet. They show here as soon as articles come: newswire feed FILE sends some.")));
    ended(answer.rows.length < known);
    rows.removeAttribute("aria-busy");
    count_();
    return answer.at;
  }
  async function older() {
    const last = rows.lastElementChild?.dataset.seq;
    const limit = Math.min(STEP, MOST - rows.childElementCount);
    more.disabled = true; // pressed twice, it would bring the same rows twice
    try {
      const answer = await ask("events", { ...wanted, limit: limit + 1, before: last }); // one more tells whether more are there
      if (rows.lastElementChild?.dataset.seq !== last) { ended(true); return; } // the list was cut meanwhile: they would not join it
      const fresh = answer.rows.slice(0, limit).map(eventRow);
      rows.append(...fresh);
      fresh[0]?.querySelector("a").focus();
      ended(answer.rows.length > limit);
    } catch (error) {
      more.disabled = false;
      end.hidden = false;
      end.textContent = `The older events did not come: ${error.message}`;
    }
  }
  load().then((at) => stream.open({ ...wanted, after: at }, {
    events: ({ rows: events, total }) => {
      known = total;
      waiting.push(...events);
      if (waiting.length > 4 * SHOWN) waiting = waiting.slice(-SHOWN);
      count_();
      announce(`${count(events.length, "new event")}, the latest: ${events.at(-1).label}`);
      if (isHeld()) { pill.hidden = false; pill.textContent = `${count(waiting.length, "new event")} ↑`; }
      else if (!frame) frame = requestAnimationFrame(show);
    },
    gone: ({ ids, total }) => {
      known = total;
      waiting = waiting.filter((event) => !ids.includes(event.id));
      for (const id of ids) rowOf(id)?.remove();
      count_();
    },
    gap: load,
  })).catch((error) => fill(rows, h("li", {}, empty(error.message))));
  return () => { if (frame) cancelAnimationFrame(frame); };
}
