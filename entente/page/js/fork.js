/** Settings that change on the way: some until a week, others from that week on. */

import { complete } from "./compose.js";

/** @typedef {Object<string, any>} Tree */

/**
 * Return the settings of a run that goes by some settings until a week, and by others from that week on.
 *
 * Before that week it is the same as without the switch, number for number. What cannot change on the way stays as it
 * was: organisations, their traits, stages, and events that fall at random.
 *
 * @param {Tree} before whole settings, as `compose` returns them
 * @param {Tree} after
 * @param {number} week
 * @param {Object<string, any>} tables what `page_tables` of `entente/page/tables.py` returns
 * @returns {Tree}
 */
export function switchInWeek(before, after, week, tables) {
  const name = `from_${week}`;
  const paths = Object.keys(tables.parameters).filter((path) => !path.startsWith("partners."));
  const values = paths.map((path) => [path, valueInWeek(before, path, week), valueInWeek(after, path, week)]);
  const set = Object.fromEntries(values.filter(([, old, value]) => old !== value).map(([path, , value]) => [path, value]));
  const { channels, effects } = switchChannels(before.communication.channels, after.communication.channels, week, tables);
  const random = keep(before.events, (one) => one.week === null);
  const levers = switchLevers(before.levers, after.levers, week);
  return complete({
    ...before,
    changes: add({ ...keep(before.changes, (one) => one.week < week), ...(isEmpty(set) ? {} : { [name]: { week, set } }) },
      keep(after.changes, (one) => one.week > week), week),
    events: add({ ...random, ...keep(before.events, (one) => one.week !== null && one.week < week) },
      keep(after.events, (one) => one.week >= week), week),
    communication: { ...before.communication, channels },
    levers: isEmpty(effects) ? levers : { ...levers, [name]: { start: week, effects } },
  }, tables.schema);
}

/**
 * Return the value of a parameter in a week, as dated changes make it.
 *
 * @param {Tree} settings
 * @param {string} path
 * @param {number} week
 */
export function valueInWeek(settings, path, week) {
  const [section, name] = path.split(".");
  const changes = Object.values(settings.changes).filter((one) => one.week <= week && path in one.set);
  const last = changes.sort((one, other) => one.week - other.week).at(-1);
  return last ? last.set[path] : settings[section][name];
}

/**
 * Return the channels of both, each in its weeks, and what a lever moves of those that are of one name and audience.
 *
 * @param {Tree} before
 * @param {Tree} after
 * @param {number} week
 * @param {Object<string, any>} tables
 */
function switchChannels(before, after, week, tables) {
  const goesOn = (/** @type {string} */ name) => (
    name in before && name in after && before[name].audience === after[name].audience && before[name].start < week
    && Math.min(before[name].stop, after[name].stop) >= week);
  /** @type {Tree} */
  const effects = {};
  for (const name of Object.keys(before).filter(goesOn)) {
    for (const field of Object.keys(tables.movable)) {
      const toward = after[name][field];
      if (toward !== before[name][field]) effects[`communication.channels.${name}.${field}`] = { toward };
    }
  }
  const old = Object.entries(before).filter(([, one]) => one.start < week).map(([name, one]) => (
    [name, { ...one, stop: goesOn(name) ? after[name].stop : Math.min(one.stop, week - 1) }]));
  const begun = Object.entries(after).filter(([name, one]) => !goesOn(name) && one.stop >= week).map(([name, one]) => (
    [name, { ...one, start: Math.max(one.start, week) }]));
  return { channels: add(Object.fromEntries(old), Object.fromEntries(begun), week), effects };
}

/**
 * Return the levers of both: those that are given up end the week before, those that are new begin in that week.
 *
 * @param {Tree} before
 * @param {Tree} after
 * @param {number} week
 */
function switchLevers(before, after, week) {
  const isSame = (/** @type {string} */ name) => JSON.stringify(before[name]) === JSON.stringify(after[name]);
  const old = Object.entries(before).filter(([name, one]) => isSame(name) || one.start < week).map(([name, one]) => (
    [name, isSame(name) ? one : { ...one, stop: Math.min(one.stop, week - 1) }]));
  const begun = Object.entries(after).map(([name, one]) => [name, { ...one, start: Math.max(one.start, week) }]).filter(
    ([name, one]) => !isSame(name) && one.start + one.delay <= one.stop);
  return add(Object.fromEntries(old), Object.fromEntries(begun), week);
}

/**
 * Return entries with others after them, each under a name of its own.
 *
 * @param {Tree} entries
 * @param {Tree} others
 * @param {number} week
 */
function add(entries, others, week) {
  const named = Object.entries(others).map(([name, one]) => [name in entries ? `${name}_from_${week}` : name, one]);
  return { ...entries, ...Object.fromEntries(named) };
}

/**
 * @param {Tree} entries
 * @param {(one: any) => boolean} isKept
 */
const keep = (entries, isKept) => Object.fromEntries(Object.entries(entries).filter(([, one]) => isKept(one)));

/** @param {Tree} entries */
const isEmpty = (entries) => Object.keys(entries).length === 0;
