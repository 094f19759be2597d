/**
 * The engine: the rules, compiled to WebAssembly, run on the inputs of a partnership.
 *
 * Arrays are laid in the memory of the module one after the other, as the layout says that the rules have them
 * (`entente/page/layout.py`); a run is the same bits as from the command line.
 */

const LINE = 64; // bytes: arrays begin where a line of the processor's cache does
const LANES = 8; // numbers taken at once: rows of organisations are padded to whole lanes
const BITS = 64; // of a word in which a set of organisations is kept
const PAGE = 65536; // bytes by which the memory grows

/**
 * @typedef {{shape: (string|number)[], size: number, stride?: number, missing?: boolean, fields?: Object<string, [string, number]>}} Item
 * @typedef {Object<string, any>} Layout what `engine_layout()` of `entente/page/layout.py` returns
 * @typedef {{shape: number[], bytes: Uint8Array}} Values an array of the inputs
 * @typedef {Object<string, any>} Inputs one entry for each field of `ModelInputs`: numbers, arrays, and `keys`
 * @typedef {{seed: number, replicates: number[], weeks?: number, organisations?: boolean}} Asked
 * @typedef {{place: number, shape: number[], item: Item}} Placed
 */

export class Engine {
  /**
   * @param {WebAssembly.Module} module the rules
   * @param {Layout} layout where everything is in memory
   */
  constructor(module, layout) {
    this.layout = layout;
    this.memory = new WebAssembly.Memory({ initial: 64 });
    this.exports = /** @type {any} */ (new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports);
    this.top = 0;
  }

  /**
   * Simulate some replicates of a partnership; what it returns is read from memory, and holds until the next call.
   *
   * @param {Inputs} inputs of the partnership
   * @param {Asked} asked the seed, the numbers of the replicates, how many weeks (all of them unless said), and whether
   *   the weeks of every organisation are kept
   * @returns {Results}
   */
  run(inputs, asked) {
    const weeks = Math.min(asked.weeks ?? inputs.weeks, inputs.weeks);
    let entries = 256 + weeks * (4 + Math.floor(inputs.organisation.shape[0] / 8));
    for (;;) {
      const results = this.attempt({ ...inputs, weeks }, asked, entries);
      const longest = Math.max(0, ...asked.replicates.map((_, run) => results.end(run).logged));
      if (longest <= entries) return results;
      entries = longest;
    }
  }

  /**
   * Simulate them with room for so many entries in each event log.
   *
   * @param {Inputs} inputs
   * @param {Asked} asked
   * @param {number} entries
   */
  attempt(inputs, asked, entries) {
    this.top = this.exports.__heap_base.value;
    const counts = countOf(inputs, asked, entries);
    /** @type {bigint[]} */
    const slots = [];
    const state = this.place(this.layout.state, counts, slots);
    this.placeInputs(inputs, slots);
    this.place(this.layout.draws, counts, slots);
    this.placeNumbers([BigInt(asked.seed), 0n], slots);
    this.placeNumbers(asked.replicates.map(BigInt), slots);
    const buffers = this.place(this.layout.buffers, counts, slots);
    const place = this.reserve(slots.length * 8);
    new BigInt64Array(this.memory.buffer, place, slots.length).set(slots);
    if (this.exports.simulate_runs(place) !== 0) throw new Error("the engine stopped");
    return new Results(this, counts, state, buffers);
  }

  /**
   * Take room in memory for some bytes, all zero, and return where.
   *
   * @param {number} length
   */
  reserve(length) {
    const place = Math.ceil(this.top / LINE) * LINE;
    this.top = place + length;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(this.memory.buffer, place, length).fill(0);
    return place;
  }

  /**
   * Place the arrays of a part of the layout, and write what the rules are told of each.
   *
   * @param {Object<string, Item>} items
   * @param {Object<string, number>} counts
   * @param {bigint[]} slots
   * @returns {Object<string, Placed>}
   */
  place(items, counts, slots) {
    /** @type {Object<string, Placed>} */
    const placed = {};
    for (const [name, item] of Object.entries(items)) {
      const shape = item.shape.map((one) => (typeof one === "number" ? one : counts[one]));
      const number = product(shape);
      const fields = Object.keys(item.fields ?? {}).length;
      const length = item.stride ? fields * item.stride * 8 + item.stride * 8 : number * item.size;
      const place = this.reserve(length);
      // Records that stand field by field follow one another by eight bytes, the first index moving fastest.
      describe(place, item.size, shape, item.stride ? stridesOfColumns(shape) : strides(shape, item.size), slots);
      if (item.missing) new Float64Array(this.memory.buffer, place, length / 8).fill(NaN);
      placed[name] = { place, shape, item };
    }
    return placed;
  }

  /**
   * Place the inputs in the order of the rules.
   *
   * @param {Inputs} inputs
   * @param {bigint[]} slots
   */
  placeInputs(inputs, slots) {
    for (const name of Object.keys(this.layout.inputs)) {
      const one = inputs[name];
      const arrays = name === "keys" ? Object.values(one) : [one];
      for (const array of arrays) {
        if (typeof array === "number" || typeof array === "bigint") {
          slots.push(BigInt(array));
          continue;
        }
        const place = this.reserve(array.bytes.length);
        new Uint8Array(this.memory.buffer).set(array.bytes, place);
        const size = this.layout.inputs[name];
        describe(place, size, array.shape, strides(array.shape, size), slots);
      }
    }
  }

  /**
   * Place whole numbers.
   *
   * @param {bigint[]} numbers
   * @param {bigint[]} slots
   */
  placeNumbers(numbers, slots) {
    const place = this.reserve(numbers.length * 8);
    new BigInt64Array(this.memory.buffer, place, numbers.length).set(numbers);
    describe(place, 8, [numbers.length], [8], slots);
  }
}

/** What came out of some runs, read from the memory of the engine: valid until its next run. */
export class Results {
  /**
   * @param {Engine} engine
   * @param {Object<string, number>} counts
   * @param {Object<string, Placed>} state that of the last run, as its last week left it
   * @param {Object<string, Placed>} buffers
   */
  constructor(engine, counts, state, buffers) {
    this.engine = engine;
    this.counts = counts;
    this.state = state;
    this.buffers = buffers;
  }

  /**
   * The numbers of an array, not copied.
   *
   * @param {Placed} placed
   */
  numbers(placed) {
    return new Float64Array(this.engine.memory.buffer, placed.place, (product(placed.shape) * placed.item.size) / 8);
  }

  /** Weekly series: run by run, week by week, in the order of the layout's `series`. */
  get weeks() {
    return this.numbers(this.buffers.weeks);
  }

  /** Summaries: run by run, in the order of the layout's `summaries`; missing ones are NaN, yes is 1. */
  get summaries() {
    return this.numbers(this.buffers.summaries);
  }

  /** Weeks of organisations: run by run, week by week, in the order of `organisation_series`; empty unless kept. */
  get organisations() {
    return this.numbers(this.buffers.organisations);
  }

  /** Shares of the answers C, B and A to each condition, run by run, week by week. */
  get conditions() {
    return this.numbers(this.buffers.conditions);
  }

  /** Personal trust after the last week of the last run: of organisation i in j at `j * lanes + i`. */
  get trust() {
    return this.numbers(this.state.personal);
  }

  /**
   * One weekly series of one run, copied.
   *
   * @param {string} name
   * @param {number} run
   */
  series(name, run) {
    const { series } = this.engine.layout;
    const [column, width, weeks] = [series.indexOf(name), series.length, this.counts.weeks];
    const { weeks: all } = this;
    return Float64Array.from({ length: weeks }, (_, week) => all[(run * weeks + week) * width + column]);
  }

  /**
   * How a run ended, and how long its event log is.
   *
   * @param {number} run
   */
  end(run) {
    const numbers = new BigInt64Array(this.engine.memory.buffer, this.buffers.ends.place + run * 32, 4);
    const [week, reason, shock, logged] = Array.from(numbers, Number);
    return { week, reason: this.engine.layout.end_reasons[reason], shock, logged };
  }

  /**
   * The event log of a run: week, kind (a name), who (a row, or -1) and extent of each entry.
   *
   * @param {number} run
   */
  log(run) {
    const { place, item } = this.buffers.log;
    const from = place + run * this.counts.entries * item.size;
    const view = new DataView(this.engine.memory.buffer, from, this.counts.entries * item.size);
    const fields = item.fields ?? {};
    const whole = (/** @type {number} */ at, /** @type {string} */ name) => Number(view.getBigInt64(at + fields[name][1], true));
    return Array.from({ length: this.end(run).logged }, (_, entry) => {
      const at = entry * item.size;
      return {
        week: whole(at, "week"),
        kind: this.engine.layout.log_kinds[whole(at, "kind")],
        who: whole(at, "who"),
        extent: view.getFloat64(at + fields.extent[1], true),
      };
    });
  }
}

/**
 * How many of everything there are in a partnership.
 *
 * @param {Inputs} inputs
 * @param {Asked} asked
 * @param {number} entries
 * @returns {Object<string, number>}
 */
function countOf(inputs, asked, entries) {
  const organisations = inputs.organisation.shape[0];
  const [lanes, bits] = [roundUp(organisations, LANES), roundUp(organisations, BITS)];
  return {
    organisations,
    carriers: organisations + 1,
    lanes,
    carrier_lanes: inputs.keys.carrier.shape[1],
    cell_lanes: inputs.keys.cell.shape[1],
    event_lanes: inputs.keys.event.shape[1],
    words: roundUp(lanes, BITS) / BITS,
    bits,
    set_words: Math.max(BITS, bits / BITS),
    channels: inputs.channel.shape[0],
    stages: inputs.stage.shape[0],
    cells: inputs.cell_share.shape[0],
    places: Number(inputs.territories) + 1,
    runs: asked.replicates.length,
    weeks: Number(inputs.weeks),
    kept: asked.organisations ? Number(inputs.weeks) : 0,
    entries,
  };
}

/**
 * Write what the rules are told of an array: two addresses that nobody uses, items, size, place, shape and strides.
 *
 * @param {number} place
 * @param {number} size
 * @param {number[]} shape
 * @param {number[]} steps
 * @param {bigint[]} slots
 */
function describe(place, size, shape, steps, slots) {
  slots.push(0n, 0n, ...[product(shape), size, place, ...shape, ...steps].map(BigInt));
}

/** @param {number[]} shape @param {number} size */
function strides(shape, size) {
  return shape.map((_, rank) => size * product(shape.slice(rank + 1)));
}

/** @param {number[]} shape */
function stridesOfColumns(shape) {
  return shape.map((_, rank) => 8 * product(shape.slice(0, rank)));
}

/** @param {number[]} numbers */
function product(numbers) {
  return numbers.reduce((one, other) => one * other, 1);
}

/** @param {number} number @param {number} step */
function roundUp(number, step) {
  return Math.ceil(number / step) * step;
}
