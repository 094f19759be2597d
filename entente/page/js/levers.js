/** What levers do and take from week to week, as `sim/model/levers.py` has it: what is called alike does the same. */

/**
 * @typedef {Object<string, any>} Tree a lever, whole
 * @typedef {{low: number?, high: number?, whole: boolean}} Range
 * @typedef {{toward: number?, by: number, add: number}} Effect
 */

/** @param {Tree} lever */
export const actsFrom = (lever) => lever.start + lever.delay;
/** @param {Tree} lever */
export const setUpUntil = (lever) => lever.start + Math.max(1, lever.delay);
/** @type {(lever: Tree, week: number) => boolean} */
export const acts = (lever, week) => actsFrom(lever) <= week && week <= lever.stop;

/**
 * Return what a lever takes in a week.
 *
 * @param {Tree} lever
 * @param {number} week
 */
export function charges(lever, week) {
  const { costs } = lever;
  const weekly = Number(acts(lever, week));
  const isSetUp = lever.start <= week && week < setUpUntil(lever) && week <= lever.stop;
  const once = Number(isSetUp) / Math.max(1, lever.delay);
  return {
    partners: weekly * costs.partners + once * costs.setup_partners,
    coordinator: weekly * costs.coordinator + once * costs.setup_coordinator,
    dollars: weekly * costs.dollars + once * costs.setup_dollars,
  };
}

/**
 * Return a and b of what an effect makes of a value, a·value + b.
 *
 * @param {Effect} effect
 */
export function line(effect) {
  return effect.toward === null ? [1, effect.add] : [1 - effect.by, effect.by * effect.toward + effect.add];
}

/**
 * Return a value after some effects, one after the other, within its declared range; whole if it was whole.
 *
 * @param {number | boolean} value
 * @param {Effect[]} effects
 * @param {Range} range
 */
export function applyEffects(value, effects, { low, high, whole }) {
  let result = Number(value);
  for (const [a, b] of effects.map(line)) result = a * result + b;
  if (low !== null && high !== null) result = Math.min(high, Math.max(low, result));
  if (!whole) return result;
  const down = Math.floor(result);
  return result - down < 0.5 || (result - down === 0.5 && down % 2 === 0) ? down : down + 1; // half goes to even
}
