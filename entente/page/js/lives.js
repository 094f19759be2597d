/** Lives asked of the workers; of requests on the same matter the latest wins. */

/**
 * @typedef {import("./worker.js").Life} Life
 * @typedef {{id: number, matter: string, kind: string, asked: Object<string, any>, done: (answer: any) => void, failed: (error: Error) => void}} Request
 * @typedef {{weeks: number, count: number, mobilisation: Float64Array, summaries: Float64Array}} Futures
 *   of `count` replicates, from 0: mobilisation run by run and week by week, and their summaries
 */

const MOST_WORKERS = 4;
const CHUNK = 10; // replicates that a worker lives at once
export const STEPS = [20, 60, 200]; // futures after which they are shown

export class Lives {
  /**
   * @param {WebAssembly.Module} module the engine
   * @param {Object<string, any>} data what the page was made with
   * @param {string} script of the worker
   */
  constructor(module, data, script) {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1));
    const { layout, tables, scenarios } = data;
    this.idle = Array.from({ length: count }, () => {
      const worker = new Worker(address);
      worker.postMessage({ kind: "begin", module, data: { layout, tables, scenarios } });
      worker.onmessage = ({ data: { id, answer, error } }) => this.answered(worker, id, answer, error);
      return worker;
    });
    /** @type {Request[]} */
    this.waiting = [];
    /** @type {Map<number, Request>} */
    this.asked = new Map();
    this.last = 0;
  }

  /**
   * Ask a worker for something.
   *
   * @param {string} kind what `ANSWERS` of `worker.js` has
   * @param {Object<string, any>} asked
   * @param {string} [matter] what it is for: what waits for the same is given up by `forget`
   * @returns {Promise<any>}
   */
  ask(kind, asked, matter = "") {
    return new Promise((done, failed) => {
      this.waiting.push({ id: ++this.last, matter, kind, asked, done, failed });
      this.hand();
    });
  }

  /**
   * Give up what waits for a matter: its promises are never kept.
   *
   * @param {string} matter
   */
  forget(matter) {
    this.waiting = this.waiting.filter((one) => one.matter !== matter);
  }

  /** Hand requests to the workers that are idle, what is on the screen first. */
  hand() {
    while (this.idle.length && this.waiting.length) {
      const urgent = this.waiting.findIndex(({ kind }) => kind !== "futures");
      const [request] = this.waiting.splice(Math.max(0, urgent), 1);
      const worker = /** @type {Worker} */ (this.idle.pop());
      this.asked.set(request.id, request);
      worker.postMessage({ id: request.id, kind: request.kind, ...request.asked });
    }
  }

  /**
   * Take an answer, and hand the worker something else.
   *
   * @param {Worker} worker
   * @param {number} id
   * @param {any} answer
   * @param {string} [error]
   */
  answered(worker, id, answer, error) {
    const request = this.asked.get(id);
    this.asked.delete(id);
    this.idle.push(worker);
    this.hand();
    if (error) request?.failed(new Error(error));
    else request?.done(answer);
  }

  /**
   * Live replicates 0, 1, 2… of a life, and show them as they come.
   *
   * @param {Life} life
   * @param {string} matter
   * @param {(futures: Futures) => void} show called after each of `STEPS`
   */
  async futures(life, matter, show) {
    this.forget(matter);
    /** @type {any[]} */
    const found = [];
    let from = 0;
    for (const step of STEPS) {
      const starts = Array.from({ length: (step - from) / CHUNK }, (_, k) => from + CHUNK * k);
      found.push(...await Promise.all(starts.map((start) => this.ask(
        "futures", { life, replicates: Array.from({ length: CHUNK }, (_, k) => start + k) }, matter))));
      from = step;
      show({
        weeks: found[0].weeks,
        count: step,
        mobilisation: join(found.map((one) => one.mobilisation)),
        summaries: join(found.map((one) => one.summaries)),
      });
    }
  }
}

/**
 * Return arrays one after the other.
 *
 * @param {Float64Array[]} arrays
 */
function join(arrays) {
  const whole = new Float64Array(arrays.reduce((sum, one) => sum + one.length, 0));
  arrays.reduce((at, one) => (whole.set(one, at), at + one.length), 0);
  return whole;
}
