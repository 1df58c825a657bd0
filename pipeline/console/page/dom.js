// Elements are built node by node: text stays text, whatever an article holds.

/**
 * Make an element. Properties: `class`, `on` (an object of listeners), `dataset`; anything else is an attribute, left
 * out where it is null or false. Children are nodes or text; null and false are passed over.
 */
export function h(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [kind, listener] of Object.entries(value)) element.addEventListener(kind, listener);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** Replace what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Say something to those who do not see the page; of much in little time only the last. */
let waiting = 0;
export function announce(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => { document.getElementById("announcer").textContent = text; }, 700);
}

/** A link to a view of this page. */
export function link(view, values, properties, ...children) {
  return h("a", { href: address(view, values), ...properties }, ...children);
}

/** The hash of a view: `#/article?id=…`. */
export function address(view, values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  const written = query.toString();
  return `#/${view}${written ? `?${written}` : ""}`;
}

/** An address on the web as a link where it is one that can be followed, else as text. */
export function outside(text, url) {
  let parsed = null;
  try { parsed = new URL(url); } catch { return h("span", {}, text); }
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return h("span", {}, text);
  return h("a", { href: parsed.href, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
}

/** A line for a view that has nothing to show. */
export function empty(...children) {
  return h("p", { class: "empty" }, ...children);
}
