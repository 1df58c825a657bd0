// One article: its text with what was found in it, and the reason for each judgement.

import { empty, fill, h, link, outside } from "./dom.js";
import { ask } from "./api.js";
import { body } from "./text.js";
import { ROLE, count, list, longTime, percent, ruleParts } from "./words.js";

const LAYERS = { names: "Names", quotes: "Quotes", events: "Events", dates: "Dates" };

export function articleView(main, values) {
  const holder = h("div", {});
  fill(main, holder);
  ask("article", { id: values.get("id") ?? "" })
    .then((answer) => fill(holder, articleParts(answer.article, { story: answer.story, chosen: values.get("event") })))
    .catch((error) => fill(holder, h("h1", {}, "Article"), empty(error.message)));
  return () => {};
}

/** What is shown of an article's record, on a page of its own or below the form in which it was pasted. */
export function articleParts(article, { story = null, chosen = null } = {}) {
  const text = h("div", { class: "text", lang: article.language });
  const shown = new Set(["names", "quotes", "events"]);
  const names = new Map(article.entities.map((entity) => [entity.id, entity]));
  const events = h("ol", { class: "judged" });
  let event = chosen && article.events.find((one) => one.id === chosen) ? chosen : null;

  function choose(id, { isMoving = true } = {}) {
    event = event === id && isMoving ? null : id;
    draw();
    for (const details of events.querySelectorAll("details")) details.open = details.dataset.id === event;
    if (event && isMoving) showInside(events.querySelector("details[open]"));
  }
  function draw() {
    const held = text.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    fill(text, body(article, marks(article, { names, shown, event, choose })));
    if (held) text.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
  fill(events, article.events.map((one) => judged(one, article, names, event, choose)));
  draw();
  if (event) requestAnimationFrame(() => {
    text.querySelector(".trigger.chosen")?.scrollIntoView({ block: "center" });
    showInside(events.querySelector("details[open]"));
  });
  const layers = h("fieldset", { class: "layers" }, h("legend", { class: "unseen" }, "What is marked"),
    Object.entries(LAYERS).map(([name, label]) => h("label", { class: `layer ${name}` }, h("input", { type: "checkbox", checked: shown.has(name), on: { change: (change) => {
      if (change.target.checked) shown.add(name); else shown.delete(name);
      draw();
    } } }), h("span", {}, label))));
  return [
    heading(article, story),
    h("div", { class: "reading" },
      h("article", { "aria-label": "Text" }, layers, text, removed(article)),
      h("aside", { "aria-label": "What was found" },
        part("Events", article.events.length, events, "No event: nothing that the ontology knows is told."),
        part("Quotes", article.quotes.length, h("ol", { class: "quotes" }, article.quotes.map((quote) => quoted(quote, names))), "No quotation."),
        part("Names", article.entities.length, h("ul", { class: "entities" }, [...article.entities].sort((one, other) => other.salience - one.salience).map(entity)), "No name."))),
  ];
}

/** Bring a judgement into the sight of its column, without moving the text beside it. */
function showInside(details) {
  const column = details?.closest("aside");
  if (!column || column.scrollHeight <= column.clientHeight) return;
  const [box, frame] = [details.getBoundingClientRect(), column.getBoundingClientRect()];
  if (box.top < frame.top || box.bottom > frame.bottom) column.scrollTop += box.top - frame.top - 40;
}

function heading(article, story) {
  const original = article.duplicate?.of;
  return h("header", { class: "about" },
    h("p", { class: "kicker" }, article.source ?? "no source", story && [" · ", link("story", { id: story }, {}, "the story")]),
    h("h1", {}, article.title ?? "Untitled"),
    h("p", { class: "facts" }, article.authors.length > 0 && h("span", {}, list(article.authors)),
      article.published_at && h("time", { datetime: article.published_at }, longTime(article.published_at)),
      h("span", {}, `language ${article.language}${article.language_confidence ? `, ${percent(article.language_confidence)}` : ""}`),
      article.version > 1 && h("span", {}, `version ${article.version}`),
      article.credits.length > 0 && h("span", {}, `credits: ${list(article.credits)}`),
      article.url && outside("original", article.url)),
    article.duplicate && h("p", { class: "notice" }, `A copy (${article.duplicate.kind}${article.duplicate.similarity ? `, ${percent(article.duplicate.similarity)} alike` : ""}) of `, original ? link("article", { id: original }, {}, original) : "another article", "."),
    h("p", { class: "small" }, `Newswire ${article.pipeline?.version ?? ""} · ${article.pipeline?.model ?? ""} · ontology ${article.pipeline?.ontology ?? ""}`));
}

function part(label, size, content, none) {
  return h("section", {}, h("h2", {}, label, h("span", { class: "number" }, size)), size ? content : empty(none));
}

function marks(article, { names, shown, event, choose }) {
  const found = [];
  if (shown.has("quotes")) for (const quote of article.quotes) for (const [start, end] of quote.spans) {
    const speaker = names.get(quote.speaker)?.name ?? quote.speaker_mention?.text;
    found.push({ start, end, kind: `quote ${quote.kind}`, title: speaker ? `${speaker}: ${quote.kind} quotation` : `${quote.kind} quotation` });
  }
  if (shown.has("names")) for (const entity of article.entities) for (const mention of entity.mentions) {
    found.push({ start: mention.start, end: mention.end, kind: `name ${mention.type ?? entity.type} ${mention.kind}`, title: `${entity.name} · ${[entity.type, entity.country, entity.sector].filter(Boolean).join(" · ")}` });
  }
  if (shown.has("dates")) for (const date of article.dates) found.push({ start: date.start, end: date.end, kind: "date", title: `${date.type} ${date.value}` });
  const chosen = article.events.find((one) => one.id === event);
  if (shown.has("events")) for (const one of article.events) {
    const pressed = { press: () => choose(one.id), key: one.id };
    found.push({ ...span(one.trigger), kind: `trigger ${one.factuality}${one === chosen ? " chosen" : ""}`, title: `${one.label}: ${one.factuality}`, ...pressed });
    for (const mention of one.mentions) found.push({ ...span(mention), kind: `trigger again ${one.factuality}${one === chosen ? " chosen" : ""}`, title: `${one.label}, told again`, ...pressed });
  }
  if (chosen) {
    for (const actor of chosen.source) found.push({ ...span(actor), kind: "role source", tag: "who" });
    for (const actor of chosen.target) found.push({ ...span(actor), kind: "role target", tag: "whom" });
    if (chosen.place) found.push({ ...span(chosen.place), kind: "role place", tag: "where" });
    if (chosen.time) found.push({ ...span(chosen.time), kind: "role time", tag: "when" });
    for (const cue of chosen.factuality_cues) found.push({ ...span(cue), kind: "role cue", tag: chosen.factuality });
  }
  return found;
}

function span({ start, end }) {
  return { start, end };
}

function judged(event, article, names, open, choose) {
  const rule = ruleParts(event.rule);
  const said = event.attribution && (names.get(event.attribution.entity)?.name ?? event.attribution.name);
  const rows = [
    ["Who", actors(event.source)], ["Whom", actors(event.target)],
    ["Where", event.place && [event.place.text, event.place.country && ` (${event.place.country})`]],
    ["When", event.time && `${event.time.text} = ${event.time.value}`],
    ["How many", event.figures.length > 0 && list(event.figures.map((one) => `${one.kind} ${one.value} ${one.unit ?? ""}`.trim()))],
    ["Type because", [rule.trigger, rule.further.length > 0 && h("span", { class: "rules" }, rule.further.map((name) => h("code", {}, name)))]],
    ["Factuality because", event.factuality_cues.length ? `of ${list(event.factuality_cues.map((cue) => `“${cue.text}”`))}` : "nothing says otherwise"],
    ["Asserted by", said ? `${said} (“${event.attribution.cue}”)` : "the writer"],
    ["Codes", list([event.plover?.type && `PLOVER ${event.plover.type}${event.plover.mode ? `/${event.plover.mode}` : ""}`, event.cameo && `CAMEO ${event.cameo}`, event.quad].filter(Boolean))],
    ["Weight", `salience ${percent(event.salience)}, confidence ${percent(event.confidence)}${event.lead ? ", lead of the article" : ""}${event.background ? ", background" : ""}`],
  ];
  const details = h("details", { dataset: { id: event.id }, open: event.id === open },
    h("summary", { on: { click: (click) => { click.preventDefault(); choose(event.id); } } },
      h("span", { class: "what" }, h("strong", {}, event.label), h("span", { class: `chip ${event.factuality}` }, event.factuality), event.lead && h("span", { class: "tag" }, "lead"), event.background && h("span", { class: "tag" }, "background")),
      h("span", { class: "actors" }, list(event.source.map(named)), event.source.length > 0 && event.target.length > 0 && " → ", list(event.target.map(named)), !event.source.length && !event.target.length && `“${event.trigger.text}”`)),
    h("dl", {}, rows.filter(([, value]) => value && (!Array.isArray(value) || value.some(Boolean))).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
  return h("li", {}, details);
}

function named(actor) {
  return actor.name ?? actor.text;
}

function actors(all) {
  return all.map((actor, at) => [at > 0 && "; ", h("strong", {}, named(actor)), actor.name && actor.name !== actor.text && ` (“${actor.text}”)`, [actor.country, actor.sector].filter(Boolean).map((code) => h("span", { class: "tag" }, code)), actor.count && ` × ${actor.count}`]);
}

function quoted(quote, names) {
  const speaker = names.get(quote.speaker)?.name ?? quote.speaker_mention?.text;
  return h("li", {}, h("p", { class: "speech" }, quote.text),
    h("p", { class: "small" }, h("strong", {}, speaker ?? "nobody named"), quote.cue && ` “${quote.cue.text}”`, quote.addressee && ` to ${names.get(quote.addressee)?.name ?? quote.addressee}`, h("span", { class: "tag" }, quote.kind)));
}

function entity(one) {
  const place = one.place;
  return h("li", {}, h("p", {}, h("span", { class: `dot ${one.type}`, "aria-hidden": "true" }), h("strong", {}, one.name), h("span", { class: "tag" }, one.type), one.country && h("span", { class: "tag" }, one.country), one.sector && h("span", { class: "tag" }, one.sector)),
    h("p", { class: "small" }, list([count(one.mentions.length, "mention"), one.role, place && `${place.name}${place.admin1 ? `, ${place.admin1}` : ""} (GeoNames ${place.geonameid})`, one.stands_for && `stands for ${one.stands_for}`, one.aliases.length > 0 && `also ${list(one.aliases.slice(0, 4))}`, one.abstained].filter(Boolean))));
}

function removed(article) {
  if (!article.removed.length) return null;
  return h("details", { class: "removed" }, h("summary", {}, `${count(article.removed.length, "piece")} removed from the text`),
    h("ul", {}, article.removed.map((piece) => h("li", {}, h("span", { class: "tag" }, ROLE[piece.role] ?? piece.role), h("del", {}, piece.text)))));
}
