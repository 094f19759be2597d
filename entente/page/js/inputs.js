/**
 * The inputs of a run: settings turned into arrays, the same bytes as `sim/inputs.py` makes of them.
 *
 * No offset, range, code or order stands here: all come from the tables that `entente/page/tables.py` makes of the
 * declarations. What is called as in `sim/inputs.py` does the same.
 */

import { blake2b } from "./blake2b.js";
import { valueOf } from "./formulas.js";
import { actsFrom, acts, applyEffects, charges, line, setUpUntil } from "./levers.js";
import { makeArray, makeRecords } from "./records.js";

/**
 * @typedef {Object<string, any>} Tree settings, whole, as `compose` returns them
 * @typedef {Object<string, any>} Tables what `page_tables` of `entente/page/tables.py` returns
 * @typedef {[number, number]} Span a first and a last one: weeks or rows
 * @typedef {{t: number, p: number, share: number, name: string}} Cell
 */

/**
 * Turn settings into the arrays of a run: one entry for each field of `ModelInputs`, in its order.
 *
 * @param {Tree} settings
 * @param {Tables} tables
 * @returns {Object<string, any>}
 */
export function makeInputs(settings, tables) {
  return new Situation(settings, tables).inputs();
}

/**
 * Return the entries of a table in their order; a mark before a name keeps it in its place (`page_name` in Python).
 *
 * @param {Object<string, any>} table
 * @returns {[string, any][]}
 */
export function entries(table) {
  return Object.entries(table).map(([name, one]) => [name.replace(/^'/, ""), one]);
}

class Situation {
  /**
   * @param {Tree} settings
   * @param {Tables} tables
   */
  constructor(settings, tables) {
    this.settings = settings;
    this.tables = tables;
    this.levers = entries(settings.levers).map(([, lever]) => lever);
    this.stages = entries(settings.stages).map(([, stage]) => stage).filter((stage) => stage.work > 0);
    /** @type {string[]} */
    this.names = []; // of organisations
    /** @type {Tree[]} */
    this.kinds = []; // the settings of each
    /** @type {Map<string, Span>} */
    this.rows = new Map(); // first and last rows of those of each kind
    for (const [name, one] of entries(settings.organisations)) {
      this.rows.set(name, [this.names.length, this.names.length + one.count - 1]);
      for (let k = 1; k <= one.count; k++) {
        this.names.push(one.count > 1 ? `${name}_${k}` : name);
        this.kinds.push(one);
      }
    }
    this.weeks = this.turningWeeks();
  }

  inputs() {
    const { settings, tables, weeks, levers, stages } = this;
    const { bounds, constants, expertise, records, traits } = tables;
    const channels = this.channelsByStretch();
    const cells = this.cells();
    const shifts = weeks.map((week) => this.traitShifts(week));
    const called = [...new Set(stages.flatMap((stage) => stage.expertise))];
    return {
      organisation: this.makeOrganisations(),
      channel: this.makeChannels(channels),
      stage: makeRecords(records.stage, stages.map((one) => ({ ...one, expertise: bitSet(one.expertise, expertise) }))),
      event: this.makeEvents(),
      cell_territory: makeArray("i8", cells.map((cell) => cell.t)),
      cell_population: makeArray("i8", cells.map((cell) => cell.p)),
      cell_share: makeArray("f8", cells.map((cell) => cell.share)),
      parameters: this.makeParameters(),
      since: makeArray("i8", weeks),
      shift: makeArray("f8", shifts.flat(3), [weeks.length, this.names.length, Object.keys(traits).length, 2]),
      bounds: makeArray("f8", bounds.flat(), [bounds.length, 2]),
      lever: makeArray("i8", levers.flatMap((lever) => [actsFrom(lever), lever.stop]), [levers.length, 2]),
      keys: this.makeKeys(channels.map(([name]) => name), cells),
      first_lead: this.organisationRows(settings.lead)[0],
      ties: this.tiesKept(),
      territories: entries(settings.territories).length || entries(constants.everywhere).length,
      populations: 2 ** entries(settings.populations).length - 1,
      expertise: bitSet(called, expertise),
      cycles: settings.cycles,
      weeks: settings.weeks,
    };
  }

  /** Return the fixed traits of every organisation; not a number where a replicate draws its own. */
  makeOrganisations() {
    const { constants, drawn, expertise, records } = this.tables;
    const { partners } = this.settings;
    const [territories, populations] = [this.settings.territories, this.settings.populations].map(
      (table) => entries(table).map(([name]) => name));
    return makeRecords(records.organisation, this.kinds.map((one) => ({
      ...Object.fromEntries([...drawn, "hours", "delegates"].map((name) => [name, one[name] ?? partners[name]])),
      turnover: one.turnover ?? NaN,
      threshold: one.threshold ?? NaN,
      home: one.framing ?? NaN,
      first_motivation: one.motivation ?? partners.motivation,
      territory: one.territory ? territories.indexOf(one.territory) : constants.everywhere_code,
      populations: bitSet(one.populations, populations),
      expertise: bitSet(one.expertise, expertise),
      standing: one.member ? constants.member : constants.unknown,
    })));
  }

  /**
   * Return the first and last rows of the organisations of a name, -1 when there are none.
   *
   * @param {string} name
   */
  organisationRows(name) {
    return this.rows.get(name) ?? [-1, -1];
  }

  makeEvents() {
    return makeRecords(this.tables.records.event, entries(this.settings.events).map(([, event]) => {
      const [first, last] = this.organisationRows(event.organisation);
      const kind = this.tables.codes.event[event.kind];
      return { ...event, kind, week: event.week ?? 0, magnitude: event.size, first, last };
    }));
  }

  /**
   * Return the cells of the cases: each population of each territory.
   *
   * @returns {Cell[]}
   */
  cells() {
    const [territories, populations] = [this.settings.territories, this.settings.populations].map(
      (table) => entries(Object.keys(table).length ? table : this.tables.constants.everywhere));
    const cells = territories.flatMap(([territory, a], t) => populations.map(([population, b], p) => (
      { t, p, share: a * b, name: `${territory}|${population}` })));
    const whole = cells.reduce((sum, cell) => sum + cell.share, 0);
    return cells.map((cell) => ({ ...cell, share: cell.share / whole }));
  }

  /**
   * Return the keys by which random numbers are drawn: the names of everything that draws some.
   *
   * @param {string[]} channels
   * @param {Cell[]} cells
   */
  makeKeys(channels, cells) {
    const { lanes, nobody } = this.tables.constants;
    const padded = (/** @type {(string | null)[]} */ names) => (
      keys([...names, ...nobody.slice(0, (lanes - (names.length % lanes)) % lanes)]));
    return {
      organisation: padded(this.names),
      carrier: padded([...this.names, null]),
      channel: keys(channels),
      cell: padded(cells.map((cell) => cell.name)),
      event: padded(entries(this.settings.events).map(([name]) => name)),
    };
  }

  /** Return how many ties each organisation keeps, 0 for all: as stated, or by how many organisations there are. */
  tiesKept() {
    const { all_ties_up_to: most, default_ties: usual } = this.tables.constants;
    const { ties } = this.settings.partners;
    const others = this.names.length - 1;
    if (ties === 0) return others >= most ? Math.min(usual, others) : 0;
    return Math.max(1, Math.min(ties, others));
  }

  /** Return the first week of each stretch: 1, and when a change or a lever begins or ends something. */
  turningWeeks() {
    const changes = entries(this.settings.changes).map(([, change]) => change.week);
    const levers = this.levers.flatMap((lever) => [lever.start, setUpUntil(lever), actsFrom(lever), lever.stop + 1]);
    return [...new Set([1, ...changes, ...levers])].sort((one, other) => one - other);
  }

  /** Return the parameters of each stretch of weeks, as changes and levers make them, with what derives from them. */
  makeParameters() {
    const { exponential, formulas, parameters, records } = this.tables;
    const changes = entries(this.settings.changes).map(([, one]) => one).sort((one, other) => one.week - other.week);
    return makeRecords(records.parameters, this.weeks.map((week) => {
      const changed = Object.assign({}, ...changes.filter((one) => one.week <= week).map((one) => one.set));
      const acting = this.levers.filter((lever) => acts(lever, week));
      /** @type {Object<string, any>} */
      const row = {};
      for (const [path, range] of Object.entries(parameters)) {
        const [section, name] = path.split(".");
        const effects = acting.filter((lever) => path in lever.effects).map((lever) => lever.effects[path]);
        row[path] = applyEffects(changed[path] ?? this.settings[section][name], effects, range);
      }
      for (const lever of this.levers) {
        for (const [name, charge] of Object.entries(charges(lever, week))) row[`costs.${name}`] += charge;
      }
      const derived = Object.entries(formulas).map(([path, one]) => [path, valueOf(one, row, exponential)]);
      return { ...row, ...Object.fromEntries(derived) };
    }));
  }

  /**
   * Return, for each organisation and trait, a and b such that the trait is now a·drawn + b.
   *
   * @param {number} week
   */
  traitShifts(week) {
    const paths = Object.values(this.tables.traits);
    const out = this.names.map(() => paths.map(() => [1, 0]));
    for (const lever of this.levers.filter((one) => acts(one, week))) {
      const who = lever.who === this.tables.constants.lead ? this.settings.lead : lever.who;
      const [first, last] = who ? this.organisationRows(who) : [0, this.names.length - 1];
      paths.forEach((path, t) => {
        if (!(path in lever.effects)) return;
        const [a, b] = line(lever.effects[path]);
        for (let row = first; row <= last; row++) out[row][t] = [a * out[row][t][0], a * out[row][t][1] + b];
      });
    }
    return out;
  }

  /**
   * Return one record per channel and stretch of weeks; `first` is the row of the first one of its name.
   *
   * @param {[string, Tree][]} channels
   */
  makeChannels(channels) {
    const { codes, records } = this.tables;
    const names = channels.map(([name]) => name);
    return makeRecords(records.channel, channels.map(([name, one]) => (
      { ...one, audience: codes.audience[one.audience], first: names.indexOf(name) })));
  }

  /**
   * Return every channel with its name, once per stretch of weeks in which it keeps the same fields.
   *
   * A channel that a lever adds is held while the lever acts, but for the weeks in which one of its name is in place.
   */
  channelsByStretch() {
    const held = entries(this.settings.communication.channels);
    for (const lever of this.levers) {
      for (const [name, channel] of entries(lever.channels)) {
        const taken = held.filter(([other]) => other === name).map(([, one]) => [one.start, one.stop]);
        const [first, last] = [Math.max(channel.start, actsFrom(lever)), Math.min(channel.stop, lever.stop)];
        for (const [start, stop] of spansLeft(first, last, taken)) held.push([name, { ...channel, start, stop }]);
      }
    }
    /** @type {[string, Tree][]} */
    const found = [];
    for (const [name, channel] of held) {
      const pieces = this.channelSpans(name, channel);
      for (const piece of pieces.length ? pieces : [channel]) found.push([name, piece]);
    }
    return found;
  }

  /**
   * Return a channel as it is in each stretch of weeks, each occasion one period after the last, wherever that was.
   *
   * @param {string} name
   * @param {Tree} channel
   */
  channelSpans(name, channel) {
    const states = this.weeks.map((week) => this.channelInWeek(name, channel, week));
    const isSame = (/** @type {Tree} */ one, /** @type {Tree} */ other) => (
      Object.keys(this.tables.movable).every((field) => one[field] === other[field]));
    const turns = states.map((_, k) => k).filter((k) => k === 0 || !isSame(states[k], states[k - 1]));
    const found = [];
    /** @type {number?} */
    let held = null; // the week of the last occasion
    for (const [place, k] of turns.entries()) {
      const { period } = states[k];
      /** @type {number} */
      const due = held === null ? channel.start : held + period;
      const end = place + 1 < turns.length ? this.weeks[turns[place + 1]] - 1 : Infinity;
      const [first, last] = [Math.max(1, due, this.weeks[k]), Math.min(channel.stop, end)];
      if (first > last) continue;
      found.push({ ...states[k], start: first, stop: last });
      held = first + Math.floor((last - first) / period) * period;
    }
    return found;
  }

  /**
   * Return a channel as the levers that act in a week make it.
   *
   * @param {string} name
   * @param {Tree} channel
   * @param {number} week
   */
  channelInWeek(name, channel, week) {
    const { movable, constants } = this.tables;
    const found = { ...channel };
    for (const lever of this.levers.filter((one) => acts(one, week))) {
      for (const [path, effect] of Object.entries(lever.effects)) {
        const [section, table, whose, field, ...rest] = path.split(".");
        if (`${section}.${table}` !== "communication.channels" || !(field in movable) || rest.length) continue;
        if (whose === constants.every || whose === name) found[field] = applyEffects(found[field], [effect], movable[field]);
      }
    }
    return found;
  }
}

/**
 * Return what is left of the weeks from a first to a last one when some stretches of them are taken.
 *
 * @param {number} first
 * @param {number} last
 * @param {number[][]} taken
 */
function spansLeft(first, last, taken) {
  const found = [];
  for (const [start, stop] of taken.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    if (start > stop) continue;
    if (first < Math.min(start, last + 1)) found.push([first, Math.min(start - 1, last)]);
    first = Math.max(first, stop + 1);
  }
  return first <= last ? [...found, [first, last]] : found;
}

/**
 * Return a set as a number, one bit per possible member.
 *
 * @param {string[]} chosen
 * @param {string[]} among
 */
function bitSet(chosen, among) {
  return chosen.reduce((sum, one) => sum + 2 ** among.indexOf(one), 0);
}

/** @type {Map<string, number[]>} */
const known = new Map(); // keys of names: a page asks for the same ones again and again

/**
 * Return names as two rows of numbers of 32 bits; null, for the coordinator, as zeros.
 *
 * @param {(string | null)[]} names
 */
function keys(names) {
  const pairs = names.map((name) => (name === null ? [0, 0] : key(name)));
  return makeArray("u8", [0, 1].flatMap((half) => pairs.map((pair) => pair[half])), [2, names.length]);
}

/**
 * Return a name as two numbers of 32 bits.
 *
 * @param {string} name
 * @returns {number[]}
 */
function key(name) {
  let found = known.get(name);
  if (!found) {
    const digest = new DataView(blake2b(name, 8).buffer);
    found = [digest.getUint32(0, true), digest.getUint32(4, true)];
    known.set(name, found);
  }
  return found;
}
