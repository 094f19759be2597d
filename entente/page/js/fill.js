/** What of the page is filled with words and numbers: the list of scenarios, a story, the help, numbers and money. */

import { byId, h } from "./dom.js";
import { localKeys } from "./keys.js";

/** @typedef {import("./words.js").Words} Words */

const TABLE_EVERY = 13; // weeks between the rows of the table
const TABLE = ["mobilisation", "need", "active_share", "motivation", "trust", "fatigue", "staffing"];
const MONEY = ["posts", "levers", "other", "total", "hours", "inKind"];
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
 * Fill the numbers of a life, and its account; beside that of the other life, where there is one.
 *
 * @param {Words} words
 * @param {any[]} records what a worker returns of each life
 * @param {string[]} named what each is called
 */
export function fillNumbers(words, records, named) {
  const [record] = records;
  const weeks = Array.from({ length: Math.floor(record.weeks / TABLE_EVERY) }, (_, k) => (k + 1) * TABLE_EVERY);
  const series = weeks.map((week) => [week, ...TABLE.map((name) => {
    const value = record.series[name][week - 1];
    return Number.isNaN(value) ? "–" : words.percent(value);
  })]);
  const accounts = records.flatMap(({ account }, k) => [
    ...(records.length > 1 ? [h("h4", {}, words.say(k === 0 ? "side_a" : "side_b", { what: named[k] }))] : []),
    moneyTable(account, words),
  ]);
  byId("numbers").replaceChildren(h("h2", {}, words.say("numbers")),
    h("h3", {}, words.say("money")), ...accounts, h("p", {}, words.say("money_counts", { rate: words.number(record.account[0].rate, 2) })),
    h("h3", {}, words.say("weeks_lived")),
    table([words.say("week"), ...TABLE.map((name) => words.text(words.data.names.series[name]))], series));
}

/**
 * Return an account as a table, one column a year; levers and other dollars only where there are some.
 *
 * @param {import("./account.js").YearAccount[]} account
 * @param {Words} words
 */
function moneyTable(account, words) {
  const shown = MONEY.filter((name) => !["levers", "other"].includes(name) || account.some((/** @type {any} */ year) => year[name] !== 0));
  return table([words.say("money_and_hours"), ...account.map((year) => words.say("year_number", { number: year.number }))],
    shown.map((name) => [words.say(`money_${name.toLowerCase()}`), ...account.map((/** @type {any} */ year) => words.number(year[name]))]));
}

/**
 * Return a table, the first cell of each row being its title.
 *
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
function table(head, rows) {
  return h("table", {},
    h("thead", {}, h("tr", {}, ...head.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, ...rows.map(([first, ...cells]) => h("tr", {}, h("th", { scope: "row" }, first), ...cells.map((cell) => h("td", {}, cell))))));
}
