/** The worker: lives partnerships with the engine, away from what is on the screen. */

import { makeAccount, reader, stretchOf } from "./account.js";
import { compose } from "./compose.js";
import { Engine } from "./engine.js";
import { valueOf } from "./formulas.js";
import { switchInWeek, valueInWeek } from "./fork.js";
import { entries, makeInputs } from "./inputs.js";

/**
 * @typedef {import("./compose.js").Choices} Choices
 * @typedef {{week: number, choices: Choices}} Switch from that week on, these choices
 * @typedef {{scenario: string, choices: Choices, switches: Switch[], seed: number, replicate: number}} Life
 * @typedef {Object<string, any>} Tree
 */

const KEPT = 8; // partnerships of which the inputs are kept
const MOST_TIES = 150; // lines of a picture, at most three for each organisation; more are a grey ball

/** @type {Tree} */
let data;
/** @type {Engine} */
let engine;
/** @type {Map<string, {settings: Tree, inputs: Tree}>} */
const kept = new Map();

/**
 * Return the settings and the inputs of a life.
 *
 * @param {Life} life
 */
function prepare(life) {
  const key = JSON.stringify([life.scenario, life.choices, life.switches]);
  let found = kept.get(key);
  if (!found) {
    const scenario = data.scenarios.find((/** @type {Tree} */ one) => one.id === life.scenario).composed;
    const { tables } = data;
    const settings = life.switches.reduce(
      (before, { week, choices }) => switchInWeek(before, compose(scenario, choices, tables), week, tables),
      compose(scenario, life.choices, tables),
    );
    found = { settings, inputs: makeInputs(settings, tables) };
    if (kept.size >= KEPT) kept.delete(/** @type {string} */ (kept.keys().next().value));
    kept.set(key, found);
  }
  return found;
}

/**
 * Return everything of one life: weekly series, weeks of the organisations, answers to the conditions, event log,
 * and its account of money.
 *
 * @param {{life: Life}} asked
 */
function live({ life }) {
  const { settings, inputs } = prepare(life);
  const results = engine.run(inputs, { seed: life.seed, replicates: [life.replicate], organisations: true });
  const { series } = engine.layout;
  return {
    weeks: Number(inputs.weeks),
    series: Object.fromEntries(series.map((/** @type {string} */ name) => [name, results.series(name, 0)])),
    organisations: results.organisations.slice(),
    conditions: results.conditions.slice(),
    summaries: results.summaries.slice(),
    end: results.end(0),
    log: results.log(0),
    firstLead: inputs.first_lead,
    rows: rowsOf(settings),
    account: makeAccount(settings, inputs, data.tables),
    names: Object.fromEntries(["stages", "events", "levers"].map((table) => [table, entries(settings[table]).map(
      ([id, one]) => ({ id, name: one.name }))])),
  };
}

/**
 * Return who stands in each row: its kind, its title, its number among those of its kind, what it can give in a week.
 *
 * @param {Tree} settings
 */
function rowsOf(settings) {
  return entries(settings.organisations).flatMap(([id, one]) => Array.from({ length: one.count }, (_, k) => ({
    id, name: one.name, number: one.count > 1 ? k + 1 : 0,
    hours: (one.hours ?? settings.partners.hours) * (one.delegates ?? settings.partners.delegates),
  })));
}

/**
 * Return the ties of mutual trust and who leads, as each of some weeks leaves them: the strongest ties, as `[i, j, trust]`.
 *
 * @param {{life: Life, weeks: number[]}} asked
 */
function ties({ life, weeks }) {
  const { inputs } = prepare(life);
  return weeks.map((week) => {
    const results = engine.run(inputs, { seed: life.seed, replicates: [life.replicate], weeks: week });
    const { organisations: n, lanes, bits } = results.counts;
    const mutual = new BigUint64Array(engine.memory.buffer, results.state.mutual.place, results.counts.words * bits);
    const { trust } = results;
    const found = [];
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const isTie = (mutual[Math.floor(j / 64) * bits + i] >> BigInt(j % 64)) & 1n;
        if (isTie) found.push([i, j, Math.min(trust[j * lanes + i], trust[i * lanes + j])]);
      }
    }
    found.sort((one, other) => other[2] - one[2]);
    return { week, lead: Number(field(results, "partnership", "lead", 0)), ties: found.slice(0, Math.min(MOST_TIES, 3 * n)) };
  });
}

/**
 * Return a field of a record of the state after the last week.
 *
 * @param {import("./engine.js").Results} results
 * @param {string} array
 * @param {string} name
 * @param {number} row
 */
function field(results, array, name, row) {
  const { place, item } = results.state[array];
  const names = Object.keys(item.fields ?? {});
  const [kind, offset] = (item.fields ?? {})[name];
  const at = item.stride ? place + 8 * (names.indexOf(name) * item.stride + row) : place + row * item.size + offset;
  const view = new DataView(engine.memory.buffer, at, 8);
  return kind === "i8" ? view.getBigInt64(0, true) : view.getFloat64(0, true);
}

/**
 * Return the mobilisation week by week, and the summaries, of some replicates of a life.
 *
 * @param {{life: Life, replicates: number[]}} asked
 */
function futures({ life, replicates }) {
  const { inputs } = prepare(life);
  const results = engine.run(inputs, { seed: life.seed, replicates });
  const { series } = engine.layout;
  const [place, width, all] = [series.indexOf("mobilisation"), series.length, results.weeks];
  const mobilisation = Float64Array.from({ length: all.length / width }, (_, k) => all[k * width + place]);
  return { weeks: Number(inputs.weeks), replicates, mobilisation, summaries: results.summaries.slice() };
}

/**
 * Return what pulls an organisation and what holds it back after a week: for each reason its weight and its level.
 *
 * @param {{life: Life, week: number, row: number}} asked
 */
function reasons({ life, week, row }) {
  const { inputs } = prepare(life);
  const results = engine.run(inputs, { seed: life.seed, replicates: [life.replicate], weeks: Math.max(1, week) });
  /** @type {Object<string, any>} */
  const known = {};
  for (const name of Object.keys(results.state.organisation.item.fields ?? {})) known[`org.${name}`] = Number(field(results, "organisation", name, row));
  for (const name of Object.keys(results.state.partnership.item.fields ?? {})) known[`state.partnership.${name}`] = Number(field(results, "partnership", name, 0));
  const record = data.tables.records.parameters;
  const parameter = reader(inputs.parameters, record);
  for (const path of Object.keys(record.fields)) known[`params.${path}`] = parameter(stretchOf(inputs, week), path);
  const value = (/** @type {any} */ formula) => valueOf(formula, known, data.tables.exponential);
  return data.tables.reasons.map((/** @type {Tree} */ one) => ({
    title: one.title, side: one.side, weight: value(one.on) ? value(one.weight) : 0, level: value(one.level),
  }));
}

/**
 * Return the values of some parameters in a week, as dated changes make them; levers are left aside.
 *
 * @param {{life: Life, week: number, paths: string[]}} asked
 */
function values({ life, week, paths }) {
  const { settings } = prepare(life);
  return Object.fromEntries(paths.map((path) => [path, valueInWeek(settings, path, week)]));
}

/**
 * Return the mean of a weekly series over some weeks in some replicates of a life; a partnership that ended counts as 0.
 *
 * @param {{life: Life, replicates: number[], by: {series: string, weeks: number[], than: number[]?}}} asked
 *   with the mean over other weeks taken from it, where there are any
 */
function means({ life, replicates, by }) {
  const results = engine.run(prepare(life).inputs, { seed: life.seed, replicates });
  return Float64Array.from(replicates, (_, run) => {
    const series = results.series(by.series, run);
    const mean = (/** @type {number[]} */ [first, last]) => series.subarray(first - 1, last).reduce((sum, one) => sum + (Number.isNaN(one) ? 0 : one), 0) / (last - first + 1);
    return mean(by.weeks) - (by.than ? mean(by.than) : 0);
  });
}

/**
 * Return the settings of a life, whole, by the names that Python knows.
 *
 * @param {{life: Life}} asked
 */
function settings({ life }) {
  /** @type {(tree: any) => any} */
  const named = (tree) => (tree === null || typeof tree !== "object" || Array.isArray(tree) ? tree
    : Object.fromEntries(Object.entries(tree).map(([name, one]) => [name.replace(/^'/, ""), named(one)])));
  return named(prepare(life).settings);
}

/** @type {Object<string, (asked: any) => any>} */
const ANSWERS = { live, ties, futures, reasons, run, values, means, settings };

/**
 * Return whole weekly series and summaries of some replicates, as the tables of a run have them.
 *
 * @param {{life: Life, replicates: number[]}} asked
 */
function run({ life, replicates }) {
  const results = engine.run(prepare(life).inputs, { seed: life.seed, replicates });
  return { weeks: results.weeks.slice(), summaries: results.summaries.slice(), ends: replicates.map((_, k) => results.end(k)) };
}

self.onmessage = ({ data: asked }) => {
  if (asked.kind === "begin") {
    data = asked.data;
    engine = new Engine(asked.module, data.layout);
    return;
  }
  try {
    self.postMessage({ id: asked.id, answer: ANSWERS[asked.kind](asked) });
  } catch (error) {
    self.postMessage({ id: asked.id, error: String(error) });
  }
};
