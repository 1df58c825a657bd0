// The text of an article with what was found in it, as runs of text that each know what stands on them.

import { h } from "./dom.js";

/**
 * Offsets of records count code points, JavaScript counts UTF-16 units: the same but for emoji and the like.
 * Returns a function from one to the other.
 */
export function units(text) {
  if (!/[\uD800-\uDBFF]/.test(text)) return (offset) => offset;
  const places = [];
  let unit = 0;
  for (const character of text) { places.push(unit); unit += character.length; }
  places.push(unit);
  return (offset) => places[Math.min(Math.max(offset, 0), places.length - 1)];
}

/** Cut a stretch at every border of a mark, and make an element of each run that bears one. */
export function marked(text, start, end, marks) {
  const here = marks.filter((mark) => mark.start < end && mark.end > start);
  const borders = [...new Set([start, end, ...here.flatMap((mark) => [mark.start, mark.end])])].filter((at) => at >= start && at <= end).sort((one, other) => one - other);
  const runs = [];
  for (let at = 0; at + 1 < borders.length; at += 1) {
    const [from, to] = [borders[at], borders[at + 1]];
    const on = here.filter((mark) => mark.start <= from && mark.end >= to);
    runs.push(on.length ? run(text.slice(from, to), on, from) : text.slice(from, to));
  }
  return runs;
}

function run(text, marks, from) {
  const pressed = marks.find((mark) => mark.press);
  const titles = marks.map((mark) => mark.title).filter(Boolean);
  const tag = marks.find((mark) => mark.tag && mark.start === from)?.tag;
  const key = pressed?.key;
  const properties = { class: `m ${marks.map((mark) => mark.kind).join(" ")}`, title: titles.join("\n"), dataset: { ...(tag && { tag }), ...(key && { key }) } };
  if (!pressed) return h("span", properties, text);
  return h("span", { ...properties, role: "button", tabindex: "0", on: {
    click: pressed.press,
    keydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pressed.press(); } },
  } }, text);
}

/** The paragraphs, headings, lists and quotations of a text. */
export function sections(article) {
  const length = [...article.text].length;
  return article.sections.length ? article.sections : [{ start: 0, end: length, role: "paragraph" }];
}

const TAGS = { heading: "h2", list_item: "li", quote: "blockquote", table: "pre" };

export function body(article, marks) {
  const place = units(article.text);
  const placed = marks.map((mark) => ({ ...mark, start: place(mark.start), end: place(mark.end) }));
  const blocks = [];
  let items = null;
  for (const section of sections(article)) {
    const block = h(TAGS[section.role] ?? "p", {}, marked(article.text, place(section.start), place(section.end), placed));
    if (section.role === "list_item") {
      if (!items) { items = h("ul", {}); blocks.push(items); }
      items.append(block);
    } else { items = null; blocks.push(block); }
  }
  return blocks;
}
