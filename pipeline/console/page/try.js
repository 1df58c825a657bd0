// Paste or drop an article, and see what the pipeline makes of it. It goes to this server only, and is not kept.

import { fill, h } from "./dom.js";
import { send } from "./api.js";
import { articleParts } from "./article.js";

const MOST_BYTES = 1_400_000;

export function tryView(main, _values, _stream, about) {
  const said = h("p", { class: "notice", role: "status", hidden: true });
  const result = h("section", { "aria-label": "Result", tabindex: "-1" });
  const text = h("textarea", { id: "pasted", name: "body", rows: "12", required: true, placeholder: "Paste the text or the HTML of an article, or drop a .txt or .html file here" });
  const button = h("button", { type: "submit", class: "primary" }, "Enrich");
  const form = h("form", { class: "try", on: { submit: enrich } },
    h("label", { for: "pasted" }, "Article"), text,
    h("div", { class: "line" },
      h("label", { class: "field" }, h("span", {}, "Published"), h("input", { type: "datetime-local", name: "published_at" })),
      h("label", { class: "field" }, h("span", {}, "Source"), h("input", { type: "text", name: "source", placeholder: "example.org", autocomplete: "off" })),
      h("label", { class: "field" }, h("span", {}, "Form"), h("select", { name: "form" }, ["find out", "text", "html"].map((name) => h("option", { value: name }, name)))),
      button));
  fill(main, h("h1", {}, "Try an article"), form, said, result);
  if (!about.can_enrich) { button.disabled = true; say("This console was started with --no-enrich."); }

  function say(words) { said.hidden = !words; said.textContent = words; }
  const left = new AbortController(); // a file that misses the form must not take the page's place: all of the page takes it
  const on = (kind, listener) => document.addEventListener(kind, listener, { signal: left.signal });
  on("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  on("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  on("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (!file) { text.value = event.dataTransfer.getData("text/plain"); return; }
    if (file.size > MOST_BYTES) { say(`${file.name} is larger than this page takes: use newswire enrich.`); return; }
    text.value = await file.text();
    form.elements.form.value = /\.html?$/i.test(file.name) ? "html" : "find out";
    say(`${file.name} was read.`);
    button.focus();
  });
  async function enrich(event) {
    event.preventDefault();
    const chosen = Object.fromEntries(new FormData(form));
    const raw = { id: "pasted", body: chosen.body, source: String(chosen.source).trim() || null };
    if (chosen.published_at) raw.published_at = new Date(chosen.published_at).toISOString();
    if (chosen.form !== "find out") raw.body_format = chosen.form;
    button.disabled = true;
    say("At work… the first article takes some seconds more, while the model is loaded.");
    try {
      const answer = await send("enrich", raw);
      say(`Done in ${answer.seconds} s.`);
      fill(result, articleParts(answer.article));
      result.focus({ preventScroll: true });
      result.scrollIntoView({ block: "start" });
    } catch (error) {
      fill(result);
      say(error.reason && error.reason !== "failed" ? `${error.reason}: ${error.message}` : error.message);
    } finally { button.disabled = false; }
  }
  return () => left.abort();
}
