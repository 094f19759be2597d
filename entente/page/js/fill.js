/** What of the page is filled with words and numbers: the list of scenarios, a story, the help, the table. */

import { byId, h } from "./dom.js";
import { localKeys } from "./keys.js";

/** @typedef {import("./words.js").Words} Words */

const TABLE_EVERY = 13; // weeks between the rows of the table
const TABLE = ["mobilisation", "need", "active_share", "motivation", "trust", "fatigue", "staffing"];
const KEYS = { play: "K", arrows: "← →", restart: "R", another: "N", whatif: "W", side: "C", twin: "T", language: "L", undo: "U", help: "?", close: "Esc" };

/**
 * Fill the list of scenarios.
 *
 * @param {Words} words
 * @param {string} chosen
 */
export function fillScenarios(words, chosen) {
  const options = (/** @type {boolean} */ teaching) => words.data.scenarios.filter((/** @type {any} */ one) => one.teaching === teaching).map(
    (/** @type {any} */ one) => h("option", { value: one.id }, words.text(one.title)));
  byId("scenario").replaceChildren(...[true, false].map((teaching) => (
    h("optgroup", { label: words.say(teaching ? "to_teach" : "situations") }, ...options(teaching)))));
  byId("scenario").value = chosen;
}

/**
 * Fill the story of a scenario.
 *
 * @param {Words} words
 * @param {Object<string, any>} scenario
 */
export function fillStory(words, scenario) {
  const part = (/** @type {string} */ name) => (words.text(scenario[name]) ? [h("p", { class: name }, words.text(scenario[name]))] : []);
  byId("story").replaceChildren(h("h2", {}, words.text(scenario.title)), ...part("story"), ...part("question"),
    h("details", {}, h("summary", {}, words.say("answer")), ...part("idea"), ...part("look_at")));
}

/**
 * Fill the help: what is seen, and the keys.
 *
 * @param {Words} words
 */
export function fillHelp(words) {
  const isOn = localKeys.on;
  byId("help").replaceChildren(h("h2", {}, words.say("help")),
    ...["help_thinking", "help_stage", "help_curve", "help_wheel", "help_pairs"].map((key) => h("p", {}, words.say(key))),
    h("h3", {}, words.say("keys")),
    h("dl", { class: "keys" }, ...Object.entries(KEYS).flatMap(([name, key]) => (
      [h("dt", {}, h("kbd", {}, key)), h("dd", {}, words.say(`key_${name}`))]))),
    h("label", {}, h("input", { type: "checkbox", id: "keys-on", checked: isOn, change: (/** @type {any} */ event) => { localKeys.on = event.target.checked; } }), " ", words.say("keys_on")),
    h("p", { class: "made" }, words.say("made_with", { version: words.data.version })));
}

/**
 * Fill the table of numbers of a life.
 *
 * @param {Words} words
 * @param {Object<string, any>} record what a worker returns of it
 */
export function fillTable(words, record) {
  const weeks = Array.from({ length: Math.floor(record.weeks / TABLE_EVERY) }, (_, k) => (k + 1) * TABLE_EVERY);
  byId("numbers").replaceChildren(h("h2", {}, words.say("numbers")), h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.say("week")), ...TABLE.map((name) => h("th", { scope: "col" }, words.text(words.data.names.series[name]))))),
    h("tbody", {}, ...weeks.map((week) => h("tr", {}, h("th", { scope: "row" }, week), ...TABLE.map((name) => {
      const value = record.series[name][week - 1];
      return h("td", {}, Number.isNaN(value) ? "–" : words.percent(value));
    }))))));
}
