/** The formulas of derived parameters (`entente/page/formulas.py`), and the exponential of the rules. */

/** @type {Object<string, (...terms: any[]) => any>} */
const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  and: (a, b) => Boolean(a && b),
  min: Math.min,
  sqrt: Math.sqrt,
  negative: (a) => -a,
};

/**
 * Work out a formula: a number, the dotted path of a parameter, or an operation and its terms.
 *
 * @param {any} formula
 * @param {Object<string, any>} parameters by dotted path
 * @param {Object<string, any>} numbers those of the exponential
 * @returns {any}
 */
export function valueOf(formula, parameters, numbers) {
  if (typeof formula === "string") return parameters[formula];
  if (!Array.isArray(formula)) return formula;
  const [operation, ...terms] = formula;
  const value = (/** @type {any} */ term) => valueOf(term, parameters, numbers);
  if (operation === "if") return value(value(terms[0]) ? terms[1] : terms[2]);
  if (operation === "exponential") return exponential(value(terms[0]), numbers);
  return OPERATIONS[operation](...terms.map(value));
}

/**
 * Return exp(x), the same bits as `exponential` of `sim/engine/elementary.py`, which says how.
 *
 * @param {number} x
 * @param {Object<string, any>} numbers
 */
export function exponential(x, numbers) {
  const whole = x * numbers.log2_e + numbers.to_whole;
  const k = whole - numbers.to_whole;
  const r = x - k * numbers.ln2_high - k * numbers.ln2_low;
  let series = 0;
  for (const term of numbers.series) series = series * r + term;
  const bits = new DataView(new ArrayBuffer(16));
  bits.setFloat64(0, 1 + (r + r * r * series));
  bits.setFloat64(8, whole);
  bits.setBigInt64(0, bits.getBigInt64(0) + (bits.getBigInt64(8) << BigInt(numbers.mantissa)));
  return bits.getFloat64(0);
}
