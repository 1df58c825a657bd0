// How the stream is: rates, lag, dead letters, and sending them round again.

import { empty, fill, h, svg } from "./dom.js";
import { ask, send } from "./api.js";
import { count, figure, longTime } from "./words.js";

const EVERY_MS = 5000;
const NAMES = { articles: "Articles", events: "Events", stories: "Story versions", letters: "Dead letters" };

export function healthView(main, _values, stream, about) {
  const said = h("p", { class: "notice", role: "status" });
  const body = h("div", { class: "health" });
  let timer = 0, stopped = false;
  fill(main, h("h1", {}, "Health of the stream"), said, body);
  said.hidden = true;
  async function load() {
    const health = await ask("health");
    if (stopped) return;
    const focused = document.activeElement?.id;
    fill(body, rates(health), lags(health, about), letters(health, about, replay));
    if (focused) document.getElementById(focused)?.focus();
  }
  async function replay(asked) {
    said.hidden = false;
    try {
      const done = await send("replay", asked);
      said.textContent = `${count(done.sent, "message")} sent round again${done.kept.length ? `; ${done.kept.length} kept: ${done.kept.join("; ")}` : ""}${done.left ? `; ${done.left} are left, send again` : ""}.`;
    } catch (error) { said.textContent = error.message; }
    load().catch(() => {});
  }
  function again() {
    load().catch((error) => fill(body, empty(error.message))).finally(() => { if (!stopped) timer = setTimeout(again, EVERY_MS); });
  }
  again();
  stream.open({}, {});
  return () => { stopped = true; clearTimeout(timer); };
}

function rates(health) {
  return h("section", { "aria-labelledby": "rates" }, h("h2", { id: "rates" }, "Last hour, by the minute"),
    h("div", { class: "charts" }, Object.entries(NAMES).map(([name, label]) => {
      const minutes = health.minutes[name], sum = minutes.reduce((one, other) => one + other, 0);
      return h("figure", {}, h("figcaption", {}, h("span", {}, label), h("strong", {}, figure(sum))), bars(minutes, `${label}: ${sum} in the last hour, ${minutes.at(-2) ?? 0} in the last whole minute`),
        h("p", { class: "small" }, `${figure(health.counts[name] ?? 0)} kept`));
    })));
}

function bars(values, label) {
  const most = Math.max(1, ...values);
  return svg("svg", { viewBox: "0 0 240 48", class: "bars", role: "img", "aria-label": label, preserveAspectRatio: "none" },
    values.map((value, at) => svg("rect", { x: at * 4, width: 3, y: 48 - 46 * (value / most), height: 46 * (value / most) + (value ? 0 : 1) })));
}

function lags(health, about) {
  return h("section", { "aria-labelledby": "lags" }, h("h2", { id: "lags" }, "How far the agents are behind"),
    health.lags.length ? h("table", {}, h("thead", {}, h("tr", {}, ["Agent", "Reads", "Messages behind"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, health.lags.map((lag) => h("tr", {}, h("th", { scope: "row" }, lag.agent), h("td", {}, h("code", {}, lag.topic)), h("td", { class: "number" }, lag.has_committed ? figure(lag.lag) : "never ran")))))
      : empty(about.can_replay ? "Not known yet: the broker is asked every ten seconds." : "These records come from a file: nobody is behind."),
    health.unreadable > 0 && h("p", { class: "notice" }, `${count(health.unreadable, "message")} on the topics could not be read.`));
}

function letters(health, about, replay) {
  const can = about.can_replay;
  return h("section", { "aria-labelledby": "letters" }, h("h2", { id: "letters" }, "Dead letters"),
    health.reasons.length === 0 && empty("None: everything that came could be worked."),
    h("ul", { class: "reasons" }, health.reasons.map((one) => h("li", {}, h("strong", {}, one.reason), ` ${count(one.count, "message")}, last ${longTime(one.last)} `,
      can && h("button", { type: "button", id: `again-${one.reason}`, on: { click: () => replay({ reason: one.reason }) } }, "Send all again")))),
    health.letters.length > 0 && h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Dead letters" }, h("table", {}, h("thead", {}, h("tr", {}, ["Failed", "Stage", "Reason", "What is wrong", "Came from", "Tries", ""].map((text) => h("th", { scope: "col" }, text || h("span", { class: "unseen" }, "Replay"))))),
      h("tbody", {}, health.letters.map((one) => h("tr", {}, h("td", {}, longTime(one.failed_at)), h("td", {}, one.stage), h("td", {}, one.reason), h("td", {}, one.detail), h("td", {}, h("code", {}, one.origin)), h("td", { class: "number" }, one.attempts),
        h("td", {}, can && one.can_replay && h("button", { type: "button", id: `again-${one.partition}-${one.offset}`, "aria-label": `Send message ${one.origin} again`, on: { click: () => replay({ letters: [[one.partition, one.offset]] }) } }, "Again"))))))));
}
