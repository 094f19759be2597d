/** One organisation: what it gives and feels in the week that is shown, and its reasons to come and to stay away. */

import { byId, h } from "./dom.js";
import { nameOf } from "./stage.js";
import { fork } from "./state.js";
import { stayAway } from "./whatif.js";

const FEELS = ["motivation", "trusted", "belonging", "recognition", "information", "fatigue", "staffing"];
const AWAY = 13; // weeks: three months

/**
 * Show an organisation beside the stage.
 *
 * @param {import("./main.js").Page} page
 * @param {number} row
 */
export function showOrganisation(page, row) {
  const { words, columns, store, lives } = page;
  const { record, life } = page.shown.a;
  const week = Math.max(1, Math.min(Math.floor(store.state.week), record.weeks));
  const width = Object.keys(columns).length;
  const at = (/** @type {string} */ name) => record.organisations[((week - 1) * record.rows.length + row) * width + columns[name]];
  const name = nameOf(record.rows[row], words);
  const share = (/** @type {number} */ value) => (Number.isNaN(value) ? "–" : words.percent(value));
  const reasons = h("div", { class: "reasons" });
  byId("organisation").replaceChildren(
    h("h2", {}, name),
    h("p", {}, words.say(`standing_${at("standing")}`)),
    h("p", {}, words.say("gives_hours", { hours: words.number(at("hours_spent") || 0, 1), most: words.number(record.rows[row].hours, 1) })),
    h("dl", { class: "gauges" }, ...FEELS.map((one) => meter(words.text(words.data.names.organisation_series[one]), at(one), share(at(one))))),
    reasons,
    h("button", { type: "button", click: () => store.choose(fork(store.state, stayAway(record.rows[row].id, Math.floor(store.state.week) + 1, AWAY, bothLanguages(page, "away", { who: record.rows[row] }), page.data))) }, words.say("stays_away")),
  );
  lives.forget("reasons");
  lives.ask("reasons", { life, week, row }, "reasons").then((found) => reasons.replaceChildren(...reasonsOf(found, words)));
}

/**
 * Return the reasons of an organisation: what pulls it, and what holds it back, the strongest first.
 *
 * @param {{title: import("./words.js").Text, side: "pulls" | "holds", weight: number, level: number}[]} found
 * @param {import("./words.js").Words} words
 */
export function reasonsOf(found, words) {
  return ["pulls", "holds"].flatMap((side) => {
    const own = found.filter((one) => one.side === side && one.weight > 0).sort((one, other) => other.weight * other.level - one.weight * one.level);
    const heaviest = Math.max(...own.map((one) => one.weight));
    return [h("h3", {}, words.say(side)), h("dl", { class: `gauges ${side}` }, ...own.map((one) => (
      meter(words.text(one.title), (one.level * one.weight) / heaviest, words.percent(one.level)))))];
  });
}

/** @param {string} title @param {number} level from 0 to 1 @param {string} value */
function meter(title, level, value) {
  const bar = h("i");
  bar.style.inlineSize = `${100 * Math.min(1, Math.max(0, level || 0))}%`;
  return h("div", {}, h("dt", {}, title), h("dd", {}, h("span", { class: "bar" }, bar), h("output", {}, value)));
}

/**
 * Return a text of the page about an organisation, in both languages.
 *
 * @param {import("./main.js").Page} page
 * @param {string} key
 * @param {{who: Object<string, any>}} about
 */
export function bothLanguages(page, key, { who }) {
  const say = (/** @type {"fr" | "en"} */ language) => page.data.words[language][key].replace("{who}", who.name?.[language] || who.id);
  return { fr: say("fr"), en: say("en") };
}
