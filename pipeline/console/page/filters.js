// The conditions on events, in the address of the view: they can be kept and sent.

import { address, h } from "./dom.js";
import { FACTUALITY, decimals } from "./words.js";
import { ask } from "./api.js";

const NAMES = ["q", "type", "actor", "country", "factuality", "source", "confidence"];
const LEAST = Array.from({ length: 13 }, (_, at) => (0.3 + at / 20).toFixed(2)); // readings lie between, most above 0.55

export function conditions(values) {
  return Object.fromEntries(NAMES.map((name) => [name, values.get(name) ?? ""]).filter(([, value]) => value));
}

/** The form; `view` is the view that it belongs to. */
export function filterBar(view, wanted) {
  const states = new Set((wanted.factuality ?? "").split(",").filter(Boolean));
  const go = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const picked = FACTUALITY.filter((state) => form.elements[`is_${state}`].checked);
    const next = address(view, { ...pick(chosen), factuality: picked.join(",") });
    if (next !== location.hash) history.replaceState(null, "", next), dispatchEvent(new HashChangeEvent("hashchange"));
  };
  let waiting = 0;
  const typed = () => { clearTimeout(waiting); waiting = setTimeout(go, 350); };
  const form = h("form", { class: "filters", role: "search", "aria-label": "Filter events",
    on: { submit: (event) => { event.preventDefault(); go(); }, change: go, input: (event) => event.target.type === "search" && typed() } },
    field("Words", h("input", { type: "search", name: "q", value: wanted.q, placeholder: "any words", autocomplete: "off" })),
    field("Actor", h("input", { type: "search", name: "actor", value: wanted.actor, placeholder: "who or whom", autocomplete: "off" })),
    field("Type", select("type", wanted.type)),
    field("Country", select("country", wanted.country)),
    field("Source", select("source", wanted.source)),
    field("Least confidence", select("confidence", "")),
    h("fieldset", { class: "states" }, h("legend", {}, "Factuality"),
      FACTUALITY.map((state) => h("label", { class: `state ${state}` },
        h("input", { type: "checkbox", name: `is_${state}`, checked: states.has(state) }), h("span", {}, state)))),
    NAMES.some((name) => wanted[name]) && h("a", { class: "clear", href: address(view) }, "Clear all"));
  choices(form.elements.confidence, wanted.confidence, LEAST.map((value) => ({ value, text: decimals(value) })));
  fillChoices(form, wanted);
  return form;
}

function pick(chosen) {
  return Object.fromEntries(["q", "actor", "type", "country", "source", "confidence"].map((name) => [name, String(chosen[name] ?? "").trim()]));
}

function field(label, control) {
  return h("label", { class: "field" }, h("span", {}, label), control);
}

function select(name, value) {
  return h("select", { name }, h("option", { value: "" }, "all"), value && h("option", { value, selected: true }, value));
}

async function fillChoices(form, wanted) {
  let facets;
  try { facets = await ask("facets"); } catch { return; }
  const families = [...new Set(facets.type.map((one) => one.value.split(".")[0]))].sort();
  choices(form.elements.type, wanted.type, [
    ...families.map((family) => ({ value: family, text: `${family} (whole family)` })),
    ...facets.type.map((one) => ({ value: one.value, text: `${one.value} · ${one.label} (${one.count})` })),
  ]);
  choices(form.elements.country, wanted.country, facets.country.map((one) => ({ value: one.value, text: `${one.value} (${one.count})` })));
  choices(form.elements.source, wanted.source, facets.publisher.map((one) => ({ value: one.value, text: `${one.value} (${one.count})` })));
}

function choices(control, value, options) {
  const known = options.some((one) => one.value === value);
  control.replaceChildren(
    h("option", { value: "" }, "all"),
    ...(value && !known ? [h("option", { value, selected: true }, value)] : []),
    ...options.map((one) => h("option", { value: one.value, selected: one.value === value }, one.text)),
  );
}
