/**
 * The account of a situation, by year: posts at full cost whatever they do, levers, hours in kind at a stated rate.
 *
 * What is called as in `analysis/accounts/account.py` does the same, from the settings and the inputs of a life.
 */

import { valueInWeek } from "./fork.js";
import { entries } from "./inputs.js";
import { acts, applyEffects, charges } from "./levers.js";

/**
 * @typedef {Object<string, any>} Tree
 * @typedef {{number: number, weeks: number, posts: number, levers: number, other: number, total: number, hours: number, rate: number, inKind: number}} YearAccount
 *   dollars, and hours that the first partners free
 */

const WEEKS_PER_YEAR = 52;
const HOURS = "leadership.hours";
const DEDICATED = "leadership.dedicated";

/**
 * Return what each year takes.
 *
 * @param {Tree} settings whole
 * @param {Tree} inputs what `makeInputs` makes of them
 * @param {Object<string, any>} tables what `page_tables` of `entente/page/tables.py` returns
 * @returns {YearAccount[]}
 */
export function makeAccount(settings, inputs, tables) {
  const levers = entries(settings.levers).map(([, lever]) => lever);
  const offered = offeredByStretch(inputs, tables);
  const rate = settings.costs.wage;
  const found = [];
  for (let first = 1; first <= settings.weeks; first += WEEKS_PER_YEAR) {
    const last = Math.min(first + WEEKS_PER_YEAR - 1, settings.weeks);
    /** @type {YearAccount} */
    const year = { number: found.length + 1, weeks: last - first + 1, posts: 0, levers: 0, other: 0, total: 0, hours: 0, rate, inKind: 0 };
    for (let week = first; week <= last; week++) {
      year.posts += postHours(settings, levers, week) * valueInWeek(settings, "costs.wage", week);
      for (const lever of levers) year.levers += charges(lever, week).dollars;
      year.other += valueInWeek(settings, "costs.dollars", week);
      year.hours += offered[stretchOf(inputs, week)];
    }
    year.total = year.posts + year.levers + year.other;
    year.inKind = year.hours * rate;
    found.push(year);
  }
  return found;
}

/**
 * Return the hours of paid coordination in a week: those of the post in place, and of the posts that levers add.
 *
 * @param {Tree} settings
 * @param {Tree[]} levers
 * @param {number} week
 */
function postHours(settings, levers, week) {
  const [hours, concentration, inPlace] = [HOURS, "leadership.concentration", DEDICATED].map((path) => valueInWeek(settings, path, week));
  const acting = levers.filter((lever) => acts(lever, week));
  const effects = acting.filter((lever) => DEDICATED in lever.effects && !addedPost(lever)).map((lever) => lever.effects[DEDICATED]);
  const moved = applyEffects(inPlace, effects, { low: 0, high: 1, whole: false });
  return acting.reduce((sum, lever) => sum + addedPost(lever), hours * concentration * moved);
}

/**
 * Return the hours a week of the post that a lever adds; 0 when it adds none.
 *
 * @param {Tree} lever
 */
const addedPost = (lever) => Math.max(0, lever.effects[HOURS]?.add ?? 0);

/**
 * Return the hours that the first partners free in a week of each stretch, all their posts filled.
 *
 * @param {Tree} inputs
 * @param {Object<string, any>} tables
 */
function offeredByStretch(inputs, tables) {
  const { bounds, constants, records, traits } = tables;
  const names = Object.keys(traits);
  const organisations = reader(inputs.organisation, records.organisation);
  const parameters = reader(inputs.parameters, records.parameters);
  const shifts = new Float64Array(inputs.shift.bytes.buffer, inputs.shift.bytes.byteOffset);
  const count = inputs.organisation.shape[0];
  const members = Array.from({ length: count }, (_, row) => row).filter((row) => organisations(row, "standing") === constants.member);
  return Array.from({ length: inputs.since.shape[0] }, (_, stretch) => {
    const trait = (/** @type {string} */ name, /** @type {number} */ row) => {
      const place = names.indexOf(name);
      const [a, b] = shifts.subarray(2 * ((stretch * count + row) * names.length + place));
      const [low, high] = bounds[place];
      return Math.min(high, Math.max(low, a * organisations(row, name) + b));
    };
    const mean = members.reduce((sum, row) => sum + trait("budget", row), 0) / members.length;
    const [shared, funding] = ["governance.shared_budget", "context.funding"].map((path) => parameters(stretch, path));
    return members.reduce((sum, row) => {
      const budget = trait("budget", row);
      const means = 1 - (1 - (budget + shared * (mean - budget))) * (1 - funding);
      return sum + trait("delegates", row) * trait("hours", row) * (0.5 + 0.5 * means);
    }, 0);
  });
}

/**
 * Return in which stretch of unchanged settings a week is.
 *
 * @param {Tree} inputs
 * @param {number} week
 */
export function stretchOf(inputs, week) {
  const since = new BigInt64Array(inputs.since.bytes.buffer, inputs.since.bytes.byteOffset, inputs.since.shape[0]);
  return since.reduce((last, first, k) => (Number(first) <= week ? k : last), 0);
}

/**
 * Return what reads a field of a row of records.
 *
 * @param {import("./records.js").Values} values
 * @param {import("./records.js").RecordTable} record
 */
export function reader({ bytes }, record) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return (/** @type {number} */ row, /** @type {string} */ name) => {
    const [kind, offset] = record.fields[name];
    const place = row * record.size + offset;
    if (kind === "f8") return view.getFloat64(place, true);
    return kind === "b1" ? view.getUint8(place) : Number(view.getBigInt64(place, true));
  };
}
