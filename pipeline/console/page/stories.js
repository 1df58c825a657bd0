// Stories: the list, and one story with its articles, its events and what each source says.

import { empty, fill, h, link, outside } from "./dom.js";
import { ask } from "./api.js";
import { count, list, longTime, shortTime } from "./words.js";

export function storiesView(main, values, stream) {
  const words = values.get("q") ?? "";
  const cards = h("ol", { class: "stories", "aria-label": "Stories, latest news first" });
  let waiting = 0, newest = null;
  const search = h("input", { type: "search", name: "q", value: words, placeholder: "words of a title, or a name", autocomplete: "off" });
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(load, 300); });
  fill(main, h("h1", { class: "unseen" }, "Stories"),
    h("form", { class: "filters", role: "search", on: { submit: (event) => { event.preventDefault(); load(); } } }, h("label", { class: "field wide" }, h("span", {}, "Find a story"), search)), cards);
  async function load() {
    const found = await ask("stories", { q: search.value.trim(), limit: 200 });
    fill(cards, found.map(card));
    if (!found.length) cards.append(h("li", {}, empty("No story yet.")));
  }
  load().catch((error) => fill(cards, h("li", {}, empty(error.message))));
  stream.open({}, { state: (state) => { if (newest !== null && state.stories !== newest) load().catch(() => {}); newest = state.stories; } });
  return () => clearTimeout(waiting);
}

function card(story) {
  return h("li", {}, link("story", { id: story.id }, { class: "card" },
    h("h2", {}, story.title ?? "Untitled story"),
    h("p", { class: "names" }, list(story.names)),
    h("p", { class: "facts" },
      h("span", { class: "strong" }, count(story.independent, "independent source")),
      story.sources !== story.independent && h("span", {}, `of ${count(story.sources, "source")}`),
      h("span", {}, count(story.articles, "article")), h("span", {}, count(story.events, "event")),
      h("span", { title: longTime(story.last_seen) }, shortTime(story.last_seen)))));
}

export function storyView(main, values) {
  const body = h("div", { class: "story" });
  fill(main, body);
  ask("story", { id: values.get("id") ?? "" }).then((story) => fill(body, whole(story))).catch((error) => fill(body, empty(error.message)));
  return () => {};
}

function whole(story) {
  const titles = new Map(story.articles.map((article) => [article.id, article.title ?? article.id]));
  const events = [...story.events].sort((one, other) => other.corroboration - one.corroboration || Number(other.lead) - Number(one.lead));
  return [
    h("header", {}, h("p", { class: "kicker" }, "Story"), h("h1", {}, story.title ?? "Untitled story"),
      h("p", { class: "facts" }, h("span", { class: "strong" }, count(story.independent_source_count, "independent source")),
        h("span", {}, `of ${count(story.source_count, "source")}`), h("span", {}, count(story.article_count, "article")),
        h("span", {}, `${longTime(story.first_seen)} – ${longTime(story.last_seen)}`), h("span", {}, `version ${story.version}`))),
    story.merged_into && h("p", { class: "notice" }, "It became part of ", link("story", { id: story.merged_into }, {}, "another story"), "."),
    h("div", { class: "columns" },
      h("section", { "aria-labelledby": "articles" }, h("h2", { id: "articles" }, "Articles"), timeline(story.articles)),
      h("section", { "aria-labelledby": "happened" }, h("h2", { id: "happened" }, "What is told"), h("ol", { class: "told" }, events.slice(0, 60).map((event) => told(event, titles))))),
  ];
}

function timeline(articles) {
  const ordered = [...articles].sort((one, other) => (one.published_at ?? "").localeCompare(other.published_at ?? ""));
  return h("ol", { class: "timeline" }, ordered.map((article) => h("li", { class: article.copy_of ? "copy" : "" },
    h("time", { datetime: article.published_at }, longTime(article.published_at)),
    link("article", { id: article.id }, {}, article.title ?? article.id),
    h("span", { class: "by" }, article.url ? outside(article.source ?? "source", article.url) : article.source ?? "",
      article.copy_of && h("span", { class: "tag" }, "copy: not counted as a source"),
      article.credits.length > 0 && h("span", { class: "tag" }, list(article.credits))))));
}

function told(event, titles) {
  return h("li", { class: event.lead ? "lead" : "" },
    h("p", { class: "what" }, h("strong", {}, event.label), h("span", { class: `chip ${event.factuality}` }, event.factuality),
      event.is_disputed && h("span", { class: "chip denied" }, "disputed")),
    h("p", { class: "actors" }, list(event.source), event.source.length > 0 && event.target.length > 0 && h("span", { class: "arrow", "aria-label": "to" }, " → "), list(event.target)),
    h("p", { class: "facts" }, [event.place, event.time].filter(Boolean).map((text) => h("span", {}, text)),
      h("span", { class: event.corroboration > 1 ? "strong" : "" }, count(event.corroboration, "source")),
      event.sources.length > 0 && h("span", {}, list(event.sources))),
    event.figures.length > 0 && h("ul", { class: "figures" }, event.figures.map((one) => h("li", {}, `${one.kind} ${one.value}${one.unit ? ` ${one.unit}` : ""}`, one.sources?.length ? ` — ${list(one.sources)}` : ""))),
    event.history.length > 0 && h("ol", { class: "history" },
      event.history.map((step) => h("li", {}, h("span", { class: `chip ${step.was}` }, step.was), ` until ${longTime(step.at)}, `, link("article", { id: step.article_id }, {}, titles.get(step.article_id) ?? "an article"))),
      h("li", {}, h("span", { class: `chip ${event.factuality}` }, event.factuality), " now")));
}
