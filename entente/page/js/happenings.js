/** What happens in a life, in sentences: taken from its event log. */

import { nameOf } from "./stage.js";

// What a room is told first when several things happen at once; what is not named here is told last.
const TOLD_FIRST = [
  "goals_met", "deserted", "dormant", "lead_left", "lead_succeeded", "lead_passed", "apart", "together_again", "crisis", "funding",
  "departures", "reorganisation", "funding_back", "crisis_over", "controversy_opened", "controversy_settled", "stage_done",
  "stage_reopened", "left", "lapsed", "lever_on", "lever_off", "joined", "controversy_faded",
];
const MARKED = 12; // kinds, the first of those, that have a mark on the curve
const RECENT = 6; // weeks during which something is still told

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {{week: number, kind: string, who: number, extent: number}} Entry
 */

/**
 * Return what is told after a number of weeks: the most important thing of the last weeks, and how many are left out.
 *
 * @param {Object<string, any>} record what a worker returns of a life
 * @param {number} week
 * @param {Words} words
 */
export function tellWeek(record, week, words) {
  const recent = record.log.filter((/** @type {Entry} */ one) => one.week <= week && one.week > week - RECENT && rank(one) < TOLD_FIRST.length);
  const [first] = recent.sort((/** @type {Entry} */ one, /** @type {Entry} */ other) => rank(one) - rank(other) || other.week - one.week);
  if (!first) return tellStage(record, week, words);
  return words.say("week_and_what", { week: words.number(first.week), what: tellEntry(record, first, words) });
}

/**
 * Return what has a mark on the curve: the week and a few words of each.
 *
 * @param {Object<string, any>} record
 * @param {Words} words
 * @returns {{week: number, name: string}[]}
 */
export function marksOf(record, words) {
  return record.log.filter((/** @type {Entry} */ one) => rank(one) < MARKED).map((/** @type {Entry} */ one) => (
    { week: one.week, name: words.text(words.data.names.log[one.kind].short) }));
}

/**
 * Return an entry of the event log as a sentence.
 *
 * @param {Object<string, any>} record
 * @param {Entry} entry
 * @param {Words} words
 */
export function tellEntry(record, entry, words) {
  const about = words.data.names.log[entry.kind];
  const said = { who: nameIn(record, about.who, entry.who, words), extent: words.percent(entry.extent || 0) };
  return words.text(about).replace(/\{(who|extent)\}/g, (/** @type {string} */ _, /** @type {"who" | "extent"} */ name) => said[name]);
}

/**
 * Return the name of who or what an entry is about; empty where it says nobody.
 *
 * @param {Object<string, any>} record
 * @param {string} kind what its number counts
 * @param {number} number
 * @param {Words} words
 */
function nameIn(record, kind, number, words) {
  if (number < 0 || !kind) return "";
  if (kind === "organisation" || kind === "carrier") return record.rows[number] ? nameOf(record.rows[number], words) : words.text(words.data.names.coordinator);
  const one = record.names[`${kind}s`]?.[number];
  if (!one) return "";
  return words.text(one.name) || words.text(words.data.names[`${kind}s`]?.[one.id]?.title) || words.text(words.data.names[`${kind}s`]?.[one.id]);
}

/**
 * Return the stage that the partnership is at.
 *
 * @param {Object<string, any>} record
 * @param {number} week
 * @param {Words} words
 */
function tellStage(record, week, words) {
  if (week < 1) return words.say("not_begun");
  const stage = record.series.stage[Math.min(Math.floor(week), record.weeks) - 1];
  const one = stage > 0 && record.names.stages[stage - 1];
  return one ? words.say("at_stage", { week: words.number(Math.floor(week)), stage: words.text(words.data.names.stages[one.id]) || one.id }) : "";
}

/** @param {Entry} entry */
function rank(entry) {
  const place = TOLD_FIRST.indexOf(entry.kind);
  return place < 0 ? TOLD_FIRST.length : place;
}
