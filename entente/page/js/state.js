/** What the page shows, and the ways in which it changes; every choice can be undone. */

/**
 * @typedef {import("./worker.js").Life} Life
 * @typedef {import("./compose.js").Choices} Choices
 * @typedef {{key: string, values: Object<string, any>}} Said words of the page and what stands in them, for the trace
 * @typedef {Object} State
 * @property {"fr" | "en"} language
 * @property {Life} life the one that is on the stage
 * @property {Life?} other the one that it is compared with
 * @property {"before" | "twin"} otherIs what that one is: the life as it was before what was changed, or the twin
 * @property {boolean} sideBySide whether both are on the stage
 * @property {number} week how many weeks have been lived on the screen, with a fraction while it plays
 * @property {number?} stop the week where playing stops, before the last one
 * @property {boolean} playing
 * @property {number} speed as a multiple of the usual one
 * @property {"all" | "lived" | "none"} fan how much of the other possible lives is shown
 * @property {number?} selected the row of an organisation
 * @property {string} panel what is open beside the stage: "", "whatif", "organisation", "lesson", "trace", "numbers", "help"
 */

const REMEMBERED = 100; // choices that can be undone
const CHOICES = /** @type {const} */ (["life", "other", "otherIs", "sideBySide"]);

export class Store {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {Partial<State>[]} */
    this.past = [];
    /** @type {((state: State, before: State) => void)[]} */
    this.listeners = [];
  }

  /**
   * Change some of the state.
   *
   * @param {Partial<State>} patch
   */
  set(patch) {
    const before = this.state;
    this.state = { ...before, ...patch };
    for (const listener of this.listeners) listener(this.state, before);
  }

  /**
   * Make a choice, which can be undone.
   *
   * @param {Partial<State>} patch
   */
  choose(patch) {
    this.past.push(Object.fromEntries(CHOICES.map((name) => [name, this.state[name]])));
    if (this.past.length > REMEMBERED) this.past.shift();
    this.set(patch);
  }

  /** Take the last choice back; nothing happens when there is none. */
  undo() {
    const last = this.past.pop();
    if (last) this.set(last);
  }

  /** @param {(state: State, before: State) => void} listener called after each change */
  listen(listener) {
    this.listeners.push(listener);
  }
}

/**
 * Return the life of a scenario as its file has it.
 *
 * @param {string} scenario
 * @param {number} seed
 * @returns {Life}
 */
export function lifeOf(scenario, seed) {
  return { scenario, choices: {}, switches: [], seed, replicate: 0 };
}

/**
 * Return the life with which a scenario begins on the page: that of the first plan, as it is, where there are plans.
 *
 * @param {Object<string, any>} data
 * @param {string} scenario
 * @returns {Life}
 */
export function firstLife(data, scenario) {
  const [asItIs] = scenario === data.start.scenario ? data.plans : [];
  return { ...lifeOf(scenario, data.start.seed), choices: asItIs?.choices ?? {} };
}

/**
 * Return the twin of a life: the same scenario without its idea, on the same accidents; null where it declares none.
 *
 * @param {Object<string, any>} data
 * @param {Life} life
 * @returns {Life?}
 */
export function twinOf(data, life) {
  const { twin } = scenarioOf(data, life);
  return twin ? { ...life, choices: twin.choices, switches: [] } : null;
}

/**
 * Return the plan by which a life goes from the start to the end, undefined where it goes by none.
 *
 * @param {Object<string, any>} data
 * @param {Life?} life
 */
export function planOf(data, life) {
  if (!life || life.scenario !== data.start.scenario || life.switches.length) return undefined;
  const chosen = JSON.stringify(life.choices);
  return data.plans.find((/** @type {any} */ one) => JSON.stringify(one.choices) === chosen);
}

/**
 * Return what a life is called beside the other one; a plan by its title, or in short by its name.
 *
 * @param {State} state
 * @param {"a" | "b"} side
 * @param {import("./words.js").Words} words
 * @param {boolean} [inShort]
 */
export function titleOfLife({ life, other, otherIs }, side, words, inShort = false) {
  const plan = planOf(words.data, side === "a" ? life : other);
  if (plan) return inShort ? words.say("plan_named", { name: plan.name }) : words.text(plan.title);
  if (side === "b") return otherIs === "twin" ? words.text(scenarioOf(words.data, life).twin.name) : words.say("before_change");
  if (!other) return words.say("this_life");
  return otherIs === "twin" ? words.text(scenarioOf(words.data, life).title) : words.say("with_change");
}

/**
 * Return what to change in the state so that a plan is lived from the start, or set beside what is lived.
 *
 * @param {State} state
 * @param {{choices: Choices}} plan
 * @param {"life" | "other"} where
 * @returns {Partial<State>}
 */
export function choosePlan({ life, other, otherIs }, plan, where) {
  const planned = { ...life, choices: plan.choices, switches: [] };
  if (where === "other") return { other: planned, otherIs: "before", sideBySide: true };
  return { life: planned, other: otherIs === "before" ? other : null, otherIs: "before" };
}

/**
 * Return the scenario of a life.
 *
 * @param {Object<string, any>} data
 * @param {Life} life
 */
export function scenarioOf(data, life) {
  return data.scenarios.find((/** @type {{id: string}} */ one) => one.id === life.scenario);
}

/**
 * Return the choices by which a life goes in its last weeks, the scenario's own where nothing was chosen.
 *
 * @param {Object<string, any>} data
 * @param {Life} life
 */
export function latestChoices(data, life) {
  return { ...scenarioOf(data, life).composed.choices, ...(life.switches.at(-1)?.choices ?? life.choices) };
}

/**
 * Return what to change in the state so that a life goes by other choices from the next week on.
 *
 * The life as it was stays beside it. Choices made in one week are one change; those made before the first week hold
 * from the beginning.
 *
 * @param {State} state
 * @param {Choices} choices only what is new
 * @returns {Partial<State>}
 */
export function fork({ life, other, otherIs, week }, choices) {
  const lived = Math.floor(week);
  const switches = life.switches.filter((one) => one.week <= lived + 1);
  const last = switches.at(-1);
  const merged = mergeChoices(last?.choices ?? life.choices, choices);
  if (lived === 0) return { life: { ...life, choices: mergeChoices(life.choices, choices), switches: [] }, other: other && otherIs === "before" ? other : life, otherIs: "before" };
  const goesOn = last?.week === lived + 1;
  const kept = goesOn ? switches.slice(0, -1) : switches;
  return {
    life: { ...life, switches: [...kept, { week: lived + 1, choices: merged }] },
    other: goesOn && other && otherIs === "before" ? other : { ...life, switches },
    otherIs: "before",
  };
}

/**
 * Return choices with others over them.
 *
 * @param {Choices} choices
 * @param {Choices} others
 * @returns {Choices}
 */
export function mergeChoices(choices, others) {
  return {
    ...choices,
    ...others,
    removed: [...(choices.removed ?? []), ...(others.removed ?? [])],
    changes: { ...choices.changes, ...others.changes },
  };
}

/**
 * Return the first week in which two lives of a scenario go by different choices.
 *
 * @param {Life} life
 * @param {Life} other
 */
export function firstDifference(life, other) {
  if (JSON.stringify([life.scenario, life.choices]) !== JSON.stringify([other.scenario, other.choices])) return 1;
  const weeks = [...life.switches, ...other.switches].filter(({ week }) => (
    JSON.stringify(life.switches.find((one) => one.week === week)) !== JSON.stringify(other.switches.find((one) => one.week === week))));
  return Math.min(...weeks.map(({ week }) => week));
}
