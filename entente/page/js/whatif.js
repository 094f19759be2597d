/** What if, from this week: things that befall the partnership, and what it can decide otherwise. */

import { byId, h } from "./dom.js";
import { choosePlan, fork, latestChoices, planOf } from "./state.js";

const GROUPS = ["leadership", "communication", "governance"];
const LAST = 520; // the last week that there can be

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./state.js").Store} Store
 */

/**
 * Lay the panel out: events, then options, levers and knobs as they are now.
 *
 * @param {Store} store
 * @param {Words} words
 * @param {Object<string, any>} values of the knobs as they are in the week that is shown, by path
 */
export function layOutWhatIf(store, words, values) {
  const { data } = words;
  const { life, week } = store.state;
  const now = latestChoices(data, life);
  const choose = (/** @type {import("./compose.js").Choices} */ choices) => store.choose(fork(store.state, choices));
  const when = Math.floor(week) + 1;
  const events = Object.entries(data.whatif.events).map(([id, one]) => h("div", { class: "event" },
    h("button", { type: "button", click: () => choose({ changes: { [`events.${id}_in_${when}`]: { ...one.event, week: when, name: one.title } } }) }, words.text(one.title)),
    whyOf(one, words)));
  const options = GROUPS.map((group) => field(words.text(data.names.groups[group]), selection(
    Object.entries(data.names.options[group]).map(([id, one]) => [id, words.text(one.title)]), now[group] ?? "", words.say("as_in_scenario"),
    (id) => choose({ [group]: id || null }))));
  const active = now.lever ?? [];
  const levers = Object.entries(data.names.levers).filter(([id]) => !active.includes(id)).map(([id, one]) => [id, words.text(one.title), one.advice]);
  byId("whatif").replaceChildren(
    ...plansOf(store, words),
    h("h2", {}, when > 1 ? words.say("whatif_from", { week: words.number(when) }) : words.say("whatif_start")),
    h("h3", {}, words.say("whatif_events")), h("div", { class: "buttons" }, ...events),
    h("h3", {}, words.say("whatif_ways")), ...options,
    field(words.say("add_lever"), leverSelection(levers, words, (id) => choose({ lever: [...active, id] }))),
    h("ul", { class: "active" }, ...active.map((/** @type {string} */ id) => h("li", {}, words.text(data.names.levers[id].title), " ",
      h("button", { type: "button", "aria-label": words.say("without", { what: words.text(data.names.levers[id].title) }), click: () => choose({ lever: active.filter((/** @type {string} */ one) => one !== id) }) }, "×")))),
    h("h3", {}, words.say("whatif_knobs")), ...data.whatif.knobs.map((/** @type {any} */ one) => knob(one, values[one.path], words, (value) => choose({ changes: { [one.path]: value } }))),
  );
}

/**
 * Return the plans of the scenario, each with what it gives: to be lived from the start, or beside what is lived.
 *
 * @param {Store} store
 * @param {Words} words
 * @returns {Node[]}
 */
function plansOf(store, words) {
  const { data } = words;
  const { life, other } = store.state;
  if (!data.plans.length || life.scenario !== data.start.scenario) return [];
  const button = (/** @type {any} */ plan, /** @type {"life" | "other"} */ where) => {
    const isIt = planOf(data, where === "life" ? life : other) === plan;
    const named = words.say(where === "life" ? "live_plan" : "beside_plan", { name: plan.name });
    return h("button", { type: "button", "aria-pressed": String(isIt), click: () => store.choose(choosePlan(store.state, plan, where)) }, named);
  };
  return [h("h2", {}, words.say("plans")), h("p", {}, words.say("plans_futures")), ...data.plans.map((/** @type {any} */ plan) => h("div", { class: "plan" },
    h("h3", {}, words.text(plan.title)), h("p", {}, words.text(plan.text)), h("div", { class: "buttons" }, button(plan, "life"), button(plan, "other"))))];
}

/**
 * Return what makes an organisation take no part for some weeks, as choices: it gives the least hours that there can be.
 *
 * @param {string} organisation
 * @param {number} week the first one
 * @param {number} weeks
 * @param {import("./words.js").Text} name
 * @param {Object<string, any>} data
 * @returns {import("./compose.js").Choices}
 */
export function stayAway(organisation, week, weeks, name, data) {
  const { low } = data.names.parameters["partners.hours"];
  return { changes: { [`levers.away_${organisation}_${week}`]: {
    name, who: organisation, start: week, stop: Math.min(LAST, week + weeks - 1), effects: { "partners.hours": { toward: low, by: 1, add: 0 } } } } };
}

/** @param {string} title @param {Node} control */
const field = (title, control) => h("label", { class: "field" }, h("span", {}, title), control);

/**
 * @param {string[][]} options
 * @param {string} chosen
 * @param {string} none
 * @param {(id: string) => void} choose
 */
function selection(options, chosen, none, choose) {
  const select = /** @type {HTMLSelectElement} */ (h("select", { change: () => choose(select.value) },
    h("option", { value: "" }, none), ...options.map(([id, title]) => h("option", { value: id }, title))));
  select.value = chosen;
  return select;
}

/**
 * @param {string[][]} levers
 * @param {Words} words
 * @param {(id: string) => void} choose
 */
function leverSelection(levers, words, choose) {
  const select = /** @type {HTMLSelectElement} */ (h("select", { change: () => select.value && choose(select.value) },
    h("option", { value: "" }, words.say("choose")), ...["do", "keep", "avoid"].map((advice) => h("optgroup", { label: words.say(`advice_${advice}`) },
      ...levers.filter(([, , one]) => one === advice).sort((one, other) => one[1].localeCompare(other[1], words.locale)).map(([id, title]) => h("option", { value: id }, title))))));
  return select;
}

/**
 * @param {any} one
 * @param {number} value
 * @param {Words} words
 * @param {(value: number) => void} choose
 */
function knob(one, value, words, choose) {
  const say = (/** @type {number} */ number) => words.quantity(number, words.data.names.parameters[one.path]);
  const output = h("output", {}, say(value));
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "range", min: one.low, max: one.high, step: one.step, value,
    input: () => { output.textContent = say(Number(input.value)); }, change: () => choose(Number(input.value)) }));
  return h("div", { class: "knob" }, h("label", { class: "field" }, h("span", {}, words.text(one.title)), input), output,
    whyOf(one, words));
}

/** @param {any} one what may be tried @param {Words} words */
function whyOf(one, words) {
  return h("details", {}, h("summary", {}, words.say("why")), h("p", {}, `${words.text(one.why)} (${one.source})`));
}
