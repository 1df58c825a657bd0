// How values are put in words.

export const FACTUALITY = ["happened", "ongoing", "planned", "possible", "alleged", "demanded", "threatened", "denied"];

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const number = new Intl.NumberFormat();
let countries = null;
try { countries = new Intl.DisplayNames(undefined, { type: "region" }); } catch { /* codes do */ }

/** 14:05 today, 3 Mar otherwise. */
export function shortTime(text) {
  if (!text) return "";
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return "";
  return new Date().toDateString() === at.toDateString() ? clock.format(at) : day.format(at);
}

export function longTime(text) {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? "" : whole.format(at);
}

export function count(value, one, many = `${one}s`) {
  return `${number.format(value)} ${value === 1 ? one : many}`;
}

export const figure = (value) => number.format(value);

const share = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** A share of one with two decimals: 0.75. */
export const decimals = (value) => share.format(value);

export function percent(value) {
  return `${Math.round(100 * value)} %`;
}

/** ISO 3166 alpha-3 as it is: readers of event data know the codes. */
export const country = (code) => code;

export function list(names) {
  return names.join(", ");
}

/** The words that a rule's name consists of, for people: where it stands, and what else fired. */
export function ruleParts(rule) {
  const [place, ...further] = (rule ?? "").split(" ");
  const [file, line, lemma] = place.split(":");
  const known = line && lemma ? `“${lemma}”, line ${line} of ${file}` : `“${lemma ?? line ?? place}”, by the trained classifier`;
  return { trigger: known, further };
}

export const ROLE = {
  related_link: "link to another article", navigation: "navigation", social: "sharing", subscription: "subscription",
  advertisement: "advertisement", cookie_legal: "cookies and law", author_bio: "about the author", credit: "credit",
  caption: "caption", byline: "byline", title: "title again", dateline_line: "dateline", correction: "correction", other: "other",
};
