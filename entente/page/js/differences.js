/** What differs between two lives: what was chosen otherwise, and what comes of it in pairs on the same accidents. */

import { firstDifference, scenarioOf } from "./state.js";

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./worker.js").Life} Life
 * @typedef {import("./compose.js").Choices} Choices
 * @typedef {import("./lives.js").Futures} Futures
 */

/**
 * Return what was changed in a life, in words: each change with the week from which it holds.
 *
 * @param {Life} life
 * @param {Words} words
 * @returns {string[]}
 */
export function changesOf(life, words) {
  const scenario = scenarioOf(words.data, life);
  const own = scenario.composed.choices;
  const first = differences(own, life.choices, scenario, words);
  return [...first, ...life.switches.flatMap(({ week, choices }, k) => {
    const before = k === 0 ? { ...own, ...life.choices } : life.switches[k - 1].choices;
    return differences({ ...own, ...before }, choices, scenario, words).map((what) => words.say("from_week", { week: words.number(week), what }));
  })];
}

/**
 * Return what some choices change beside others.
 *
 * @param {Choices} before
 * @param {Choices} after
 * @param {Object<string, any>} scenario
 * @param {Words} words
 */
function differences(before, after, scenario, words) {
  const { names } = words.data;
  const found = [];
  for (const group of ["leadership", "communication", "governance"]) {
    const name = /** @type {any} */ (after)[group];
    if (name === undefined || name === /** @type {any} */ (before)[group]) continue;
    found.push(words.say("name_and_value", { name: words.text(names.groups[group]), value: name ? words.text(names.options[group][name].title) : words.say("none") }));
  }
  const [old, now] = [before.lever ?? [], after.lever ?? before.lever ?? []];
  found.push(...now.filter((name) => !old.includes(name)).map((name) => words.text(names.levers[name].title)));
  found.push(...old.filter((name) => !now.includes(name)).map((name) => words.say("without", { what: words.text(names.levers[name].title) })));
  for (const path of after.removed ?? []) {
    if (!(before.removed ?? []).includes(path)) found.push(words.say("without", { what: titleOfEntry(path, scenario, words) }));
  }
  for (const [path, value] of Object.entries(after.changes ?? {}).filter(([one]) => one !== "title")) {
    if (JSON.stringify(before.changes?.[path]) !== JSON.stringify(value)) found.push(sayChange(path, value, words));
  }
  return found;
}

/**
 * Return a change of a value, or an entry that is added, in words.
 *
 * @param {string} path
 * @param {any} value
 * @param {Words} words
 */
function sayChange(path, value, words) {
  if (value !== null && typeof value === "object") return words.text(value.name) || titleInLessons(path, value, words) || path;
  const knob = words.data.whatif.knobs.find((/** @type {any} */ one) => one.path === path);
  const about = words.data.names.parameters[path];
  const said = about && typeof value === "number" ? words.quantity(value, about, 2) : String(value);
  return words.say("name_and_value", { name: words.text(knob?.title ?? about) || path, value: said });
}

/**
 * Return what a lesson calls an entry that it adds; nothing where none does.
 *
 * @param {string} path
 * @param {any} value
 * @param {Words} words
 */
function titleInLessons(path, value, words) {
  const steps = words.data.lessons.flatMap((/** @type {any} */ one) => one.steps);
  const isIt = (/** @type {any} */ one) => one.choices && JSON.stringify(one.choices.changes?.[path]) === JSON.stringify(value);
  return words.text(steps.find((/** @type {any} */ one) => one.kind === "change" && isIt(one))?.title);
}

/**
 * Return the title of an entry of a scenario, such as an event.
 *
 * @param {string} path
 * @param {Object<string, any>} scenario
 * @param {Words} words
 */
function titleOfEntry(path, scenario, words) {
  const [table, name] = path.split(".");
  const said = scenario.composed.layers.map((/** @type {any} */ layer) => layer.values[table]?.[name]?.name).filter(Boolean).at(-1);
  return words.text(said) || words.text(words.data.names[table]?.[name]?.title ?? words.data.names[table]?.[name]) || path;
}

/**
 * Return how much higher the mobilisation of a life is than that of another, on average from the first week in which
 * they differ, and in how many pairs on the same accidents it is higher and lower.
 *
 * @param {{life: Life, futures: Futures}} one
 * @param {{life: Life, futures: Futures}} other
 */
export function pairedDifference(one, other) {
  const pairs = Math.min(one.futures.count, other.futures.count);
  const weeks = Math.min(one.futures.weeks, other.futures.weeks);
  const chosen = Math.max(0, Math.min(firstDifference(one.life, other.life), weeks) - 1);
  const from = firstApart(one.futures, other.futures, chosen, weeks, pairs);
  const mean = (/** @type {Futures} */ { mobilisation, weeks: stride }, /** @type {number} */ run) => {
    let [sum, number] = [0, 0];
    for (let week = from; week < weeks; week++) {
      const value = mobilisation[run * stride + week];
      sum += Number.isNaN(value) ? 0 : value; // a partnership that ended mobilises nobody
      number++;
    }
    return sum / number;
  };
  const differences = Array.from({ length: pairs }, (_, run) => mean(one.futures, run) - mean(other.futures, run));
  return {
    week: from + 1,
    pairs,
    mean: differences.reduce((sum, each) => sum + each, 0) / pairs,
    higher: differences.filter((each) => each > 0).length,
    lower: differences.filter((each) => each < 0).length,
  };
}

/**
 * Return the first week, from 0, in which some pair differs: what is chosen from the start may show only later.
 *
 * @param {Futures} one
 * @param {Futures} other
 * @param {number} from
 * @param {number} weeks
 * @param {number} pairs
 */
function firstApart(one, other, from, weeks, pairs) {
  for (let week = from; week < weeks; week++) {
    for (let run = 0; run < pairs; run++) if (!Object.is(one.mobilisation[run * one.weeks + week], other.mobilisation[run * other.weeks + week])) return week;
  }
  return from;
}

/**
 * Return that difference as a sentence.
 *
 * @param {ReturnType<typeof pairedDifference>} found
 * @param {Words} words
 */
export function sayDifference({ week, pairs, mean, higher, lower }, words) {
  if (higher === 0 && lower === 0) return words.say("no_difference", { pairs: words.number(pairs) });
  const key = mean < 0 ? "difference_lower" : "difference_higher";
  return words.say(key, { week: words.number(week), points: words.number(Math.abs(100 * mean), Math.abs(mean) < 0.095 ? 1 : 0), count: words.number(mean < 0 ? lower : higher), pairs: words.number(pairs) });
}
