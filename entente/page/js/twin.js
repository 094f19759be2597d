/** The twin of a teaching scenario: the same without its idea. */

/**
 * @typedef {import("./compose.js").Choices} Choices
 * @typedef {Object} Twin what `page_twin` of `entente/page/tables.py` returns
 * @property {{fr: string, en: string}} name
 * @property {Choices} choices options that it chooses
 * @property {string[]} removed
 * @property {Object<string, any>} changes
 */

/**
 * Return what to compose for the twin instead of the scenario: some choices, and then what the twin says.
 *
 * @param {Twin} twin
 * @param {Choices} choices
 * @returns {Choices}
 */
export function choicesOfTwin(twin, choices) {
  const isGone = (/** @type {string} */ path) => twin.removed.some((one) => path === one || path.startsWith(`${one}.`));
  const kept = Object.entries(choices.changes ?? {}).filter(([path]) => !isGone(path) && !(path in twin.changes));
  return {
    ...choices,
    ...twin.choices,
    removed: [...new Set([...(choices.removed ?? []), ...twin.removed])],
    changes: { ...Object.fromEntries(kept), ...twin.changes },
  };
}
