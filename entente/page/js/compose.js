/**
 * Settings composed of layers, as `entente.settings(…)` composes them: what is declared, the options and levers chosen,
 * what a scenario says, and changes.
 */

/**
 * @typedef {Object<string, any>} Tree
 * @typedef {{values: Tree, removed: string[][]}} Layer
 * @typedef {{name: string, choices: Tree, layers: Layer[], levers: string[], decided: boolean}} Scenario
 *   what `page_scenario` of `entente/page/tables.py` returns
 * @typedef {Object} Choices what is asked for instead of the scenario's own
 * @property {string?} [leadership] the name of an option; null for none, as in the other groups
 * @property {string?} [communication]
 * @property {string?} [governance]
 * @property {string[]} [lever] all of the levers
 * @property {string[]} [removed] dotted paths of entries to take out
 * @property {Object<string, any>} [changes] values by dotted path, in order; those of an entry are joined to it
 */

const REFERENCE = /^\$\{(.+)\}$/;
const MOST_REFERENCES = 5;
const MOVED = /^[\d']/; // names that JavaScript would not leave in their place have a mark in front (`page_name` in Python)

/**
 * Return the settings of a scenario with some choices, whole.
 *
 * @param {Scenario} scenario
 * @param {Choices} choices
 * @param {Object<string, any>} tables what `page_tables` of `entente/page/tables.py` returns
 * @returns {Tree}
 */
export function compose(scenario, choices, tables) {
  const { lever: levers, ...groups } = tables.options;
  // A file in which everything is decided keeps its sections, but for those that an option replaces.
  const asked = scenario.decided ? choices : { ...scenario.choices, ...choices };
  const options = Object.keys(groups).map((group) => groups[group][/** @type {any} */ (asked)[group]]);
  const chosen = asked.lever ?? [];
  const added = { levers: Object.fromEntries(chosen.map((name) => [name, levers[name].values.levers[name]])) };
  let tree = { ...complete({}, tables.schema), name: scenario.name };
  if (scenario.decided) {
    tree = join(tree, scenario.layers[0].values);
    for (const group of Object.keys(tables.options).filter((one) => one in choices)) {
      const section = group === "lever" ? "levers" : group;
      tree[section] = complete(undefined, tables.schema[section]);
    }
  }
  const own = scenario.decided ? [] : scenario.layers;
  for (const layer of [...options, { values: added, removed: [] }, ...own]) tree = lay(layer, tree);
  // What the scenario says of a lever that it picks holds as long as that lever is chosen.
  for (const name of scenario.levers) if (!chosen.includes(name)) delete tree.levers[name];
  const removed = (choices.removed ?? []).map((path) => steps(path, tables));
  tree = lay({ values: {}, removed }, tree);
  for (const [path, value] of Object.entries(choices.changes ?? {})) {
    tree = join(tree, steps(path, tables).reduceRight((inner, step) => ({ [step]: inner }), value));
  }
  return complete(follow(tree, tree, tables), tables.schema);
}

/**
 * Return a section with every value that it lacks: by default, as it is declared.
 *
 * @param {any} tree
 * @param {any} schema
 * @returns {any}
 */
export function complete(tree, schema) {
  if (schema === null || typeof schema !== "object" || Array.isArray(schema)) return tree === undefined ? schema : tree;
  if ("each" in schema) return map(tree ?? schema.first, (one) => complete(one, schema.each));
  return Object.fromEntries(Object.keys(schema).map((name) => [name, complete(tree?.[name], schema[name])]));
}

/**
 * Return a tree with a layer over it.
 *
 * @param {Layer | undefined} layer undefined where no option is chosen
 * @param {Tree} tree
 */
function lay(layer, tree) {
  if (!layer) return tree;
  return join(layer.removed.reduce(without, tree), layer.values);
}

/**
 * Return a tree without the entry to which some steps lead.
 *
 * @param {Tree} tree
 * @param {string[]} path
 * @returns {Tree}
 */
function without(tree, [step, ...rest]) {
  if (!isTree(tree) || !Object.hasOwn(tree, step)) return tree;
  const { [step]: inner, ...others } = tree;
  return rest.length ? map(tree, (one, name) => (name === step ? without(inner, rest) : one)) : others;
}

/**
 * Return a value over another: entries are joined name by name, anything else is replaced.
 *
 * @param {any} old
 * @param {any} value
 * @returns {any}
 */
function join(old, value) {
  if (!isTree(old) || !isTree(value)) return value;
  const over = Object.keys(value).map((name) => [name, Object.hasOwn(old, name) ? join(old[name], value[name]) : value[name]]);
  return { ...old, ...Object.fromEntries(over) };
}

/**
 * Return the steps to a dotted path; where settings are keyed by a path (`changes.x.set`), that is one step.
 *
 * @param {string} path
 * @param {Object<string, any>} tables
 * @returns {string[]}
 */
function steps(path, tables) {
  const parts = path.split(".").map((part) => part.replace(MOVED, "'$&"));
  const [table, name, field, ...rest] = parts;
  const isKeyed = (table === "changes" && field === "set") || (table === "levers" && field === "effects");
  if (!isKeyed || rest.length < 2) return parts;
  const last = /** @type {string} */ (rest.at(-1));
  const isField = table === "levers" && rest.length > 2 && last in tables.schema.levers.each.effects.each;
  return isField ? [table, name, field, rest.slice(0, -1).join("."), last] : [table, name, field, rest.join(".")];
}

/**
 * Return a value in which each reference (`${leadership.hours}`) is what it leads to.
 *
 * @param {any} value
 * @param {Tree} tree
 * @param {Object<string, any>} tables
 * @returns {any}
 */
function follow(value, tree, tables) {
  if (isTree(value)) return map(value, (one) => follow(one, tree, tables));
  let found = value;
  for (let k = 0; k < MOST_REFERENCES && typeof found === "string" && REFERENCE.test(found); k++) {
    found = found.slice(2, -1).split(".").reduce((inner, step) => inner?.[step], /** @type {any} */ (tree));
  }
  return found;
}

/** @param {any} value */
const isTree = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * @param {Tree} tree
 * @param {(one: any, name: string) => any} change
 */
const map = (tree, change) => Object.fromEntries(Object.entries(tree).map(([name, one]) => [name, change(one, name)]));
