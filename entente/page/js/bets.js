/** Bets: a curve that the room draws, or sentences on which hands are counted, and in how many lives each comes true. */

import { byId, h, s } from "./dom.js";
import { valueAt } from "./curve.js";

const LIVES = 200;
const CHUNK = 20; // lives that a worker is asked for at once
const APART = 26; // weeks between the numbers by which a curve can be given without a pointer
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * @typedef {import("./worker.js").Life} Life
 * @typedef {import("./words.js").Words} Words
 * @typedef {{above: number?, up_to: number?, text: import("./words.js").Text}} Sentence
 * @typedef {{series: string, weeks: number[], than: number[]?, beside: "nothing" | "before" | "twin"}} Decided
 * @typedef {{question: import("./words.js").Text, draw: number?, choices: Sentence[], decided_by: Decided?}} Ask a step of a lesson
 * @typedef {{ask: Ask, hands: number[], curves: Map<number, number>[], counts: number[]?}} Bet
 *   hands for each sentence; curves as shares by week; in how many lives each sentence is true, once it is known
 */

/** @param {Ask} ask @returns {Bet} */
export const newBet = (ask) => ({ ask, hands: ask.choices.map(() => 0), curves: ask.draw === null ? [] : [new Map()], counts: null });

export class Bets {
  /** @param {import("./main.js").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Bet[]} */
    this.shown = [];
    /** @type {Bet?} the one whose curve is being drawn */
    this.open = null;
    const { picture } = page.curve;
    picture.addEventListener("pointerdown", (event) => this.follow(/** @type {PointerEvent} */ (event)));
    picture.addEventListener("pointermove", (event) => this.follow(/** @type {PointerEvent} */ (event)));
    this.last = 0;
  }

  /**
   * Show some bets over the curve; the last curve of one of them can be drawn.
   *
   * @param {Bet[]} bets
   * @param {Bet?} open
   */
  show(bets, open) {
    this.shown = bets;
    this.open = open?.ask.draw ? open : null;
    document.body.classList.toggle("betting", this.open !== null);
    this.draw();
  }

  /** Draw the bets where the curve is. */
  draw() {
    const { curve } = this.page;
    if (!curve.em) return;
    curve.bets.replaceChildren(...this.shown.flatMap((bet) => [...this.curvesOf(bet), ...this.barsOf(bet)]));
  }

  /** @param {Bet} bet */
  curvesOf({ ask, curves }) {
    const { curve } = this.page;
    return curves.flatMap((points, k) => {
      const weeks = [...points.keys()].sort((one, other) => one - other);
      if (!weeks.length || ask.draw === null) return [];
      const path = [[ask.draw, this.livedAt(ask.draw)], ...weeks.map((week) => [week, points.get(week) ?? 0])];
      const places = path.map(([week, share]) => `${curve.x(week).toFixed(1)} ${curve.y(share).toFixed(1)}`);
      const [week, share] = path[path.length - 1];
      return [s("path", { class: "bet", d: `M${places.join("L")}` }),
        s("text", { x: curve.x(week) - 0.3 * curve.em, y: curve.y(share) - 0.4 * curve.em, "text-anchor": "end" }, LETTERS[k % LETTERS.length])];
    });
  }

  /**
   * Return the hands as bars on the axis, where sentences name levels of mobilisation.
   *
   * @param {Bet} bet
   */
  barsOf({ ask, hands }) {
    const { curve } = this.page;
    const most = Math.max(...hands, 1);
    if (!ask.decided_by || ask.decided_by.series !== "mobilisation" || ask.decided_by.beside !== "nothing" || ask.decided_by.than) return [];
    const week = curve.x(ask.decided_by.weeks[1]);
    return ask.choices.flatMap(({ above, up_to: upTo }, k) => {
      if (!hands[k]) return [];
      const [top, bottom] = [curve.y(upTo ?? 1), curve.y(above ?? 0)];
      const width = (8 * curve.em * hands[k]) / most;
      return [s("rect", { class: "level", x: week, y: top + 2, width, height: bottom - top - 4 }),
        s("text", { x: week + 0.4 * curve.em, y: (top + bottom) / 2 + 0.35 * curve.em }, hands[k])];
    });
  }

  /** @param {number} week */
  livedAt(week) {
    const { record } = this.page.shown.a;
    return record ? valueAt(record.series.mobilisation, week) : 0;
  }

  /** @param {PointerEvent} event */
  follow(event) {
    if (!this.open || this.open.ask.draw === null || event.buttons !== 1) return;
    event.preventDefault();
    const { curve } = this.page;
    const box = curve.picture.getBoundingClientRect();
    const { week, share } = curve.at(event.clientX - box.left, event.clientY - box.top);
    const at = Math.max(this.open.ask.draw + 1, Math.round(week));
    const points = this.open.curves[this.open.curves.length - 1];
    const from = event.type === "pointermove" && points.has(this.last) ? this.last : at;
    const start = points.get(from) ?? share;
    const length = Math.max(1, Math.abs(at - from));
    for (let k = 0; k <= length; k++) points.set(from + Math.round(((at - from) * k) / length), start + ((share - start) * k) / length);
    this.last = at;
    this.draw();
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (byId("lesson").querySelectorAll("input[data-week]"))) input.value = levelAt(points, Number(input.dataset.week));
  }

  /**
   * Return how a bet is made: hands for each sentence, or a curve with its keys.
   *
   * @param {Bet} bet
   * @param {() => void} changed
   * @returns {Node[]}
   */
  controls(bet, changed) {
    const { words } = this.page;
    if (bet.ask.draw === null) {
      return [h("p", { class: "hint" }, words.say("bet_hands")), ...bet.ask.choices.map((one, k) => h("label", { class: "hands" },
        h("span", {}, words.text(one.text)),
        h("input", { type: "number", min: 0, max: 999, inputmode: "numeric", value: bet.hands[k] || "", input: (/** @type {any} */ event) => {
          bet.hands[k] = Math.max(0, Math.round(Number(event.target.value)) || 0);
          this.draw();
        } })))];
    }
    const points = bet.curves[bet.curves.length - 1];
    const weeks = this.page.shown.a.record?.weeks ?? 0;
    const { draw } = bet.ask;
    const marks = Array.from({ length: Math.floor(weeks / APART) }, (_, k) => (k + 1) * APART).filter((week) => week > draw + 1);
    return [
      h("p", { class: "hint" }, words.say("bet_draw")),
      h("div", { class: "levels" }, ...marks.map((week) => h("label", {}, words.say("week_number", { week: words.number(week) }), " ",
        h("input", { type: "number", min: 0, max: 100, step: 5, "data-week": week, value: levelAt(points, week), input: (/** @type {any} */ event) => {
          if (event.target.value !== "") points.set(week, Math.min(100, Math.max(0, Number(event.target.value))) / 100);
          this.draw();
        } }), " %"))),
      h("div", { class: "buttons" },
        h("button", { type: "button", click: () => { if (points.size) bet.curves.push(new Map()); changed(); } }, words.say("bet_another")),
        h("button", { type: "button", click: () => { if (bet.curves.length > 1 && !points.size) bet.curves.pop(); bet.curves[bet.curves.length - 1] = new Map(); changed(); } }, words.say("bet_erase"))),
    ];
  }

  /**
   * Count in how many lives each sentence of a bet comes true.
   *
   * @param {Bet} bet
   * @param {Life} life
   * @param {Life?} other what its numbers are taken beside
   */
  async count(bet, life, other) {
    const { lives } = this.page;
    const by = bet.ask.decided_by;
    const starts = Array.from({ length: LIVES / CHUNK }, (_, k) => k * CHUNK);
    const means = async (/** @type {Life} */ one) => (await Promise.all(starts.map((start) => lives.ask("means", {
      life: one, by, replicates: Array.from({ length: CHUNK }, (_, k) => start + k) }, "bets")))).flatMap((found) => [...found]);
    const [mine, theirs] = await Promise.all([means(life), by?.beside !== "nothing" && other ? means(other) : null]);
    const numbers = mine.map((one, k) => one - (theirs ? theirs[k] : 0));
    bet.counts = bet.ask.choices.map(({ above, up_to: upTo }) => numbers.filter((one) => one > (above ?? -Infinity) && one <= (upTo ?? Infinity)).length);
  }
}

/**
 * Return what came of a bet on sentences: the hands and the lives of each.
 *
 * @param {Bet} bet
 * @param {Words} words
 */
export function resultsOf(bet, words) {
  const { ask, hands, counts } = bet;
  const total = hands.reduce((sum, one) => sum + one, 0);
  const bar = (/** @type {string} */ kind, /** @type {number} */ share) => {
    const inner = h("i");
    inner.style.inlineSize = `${100 * share}%`;
    return h("span", { class: `bar ${kind}` }, inner);
  };
  return h("ul", { class: "results" }, ...ask.choices.map((one, k) => h("li", {},
    h("p", {}, words.text(one.text)),
    ...(total ? [h("div", {}, bar("by-hands", hands[k] / total), h("output", {}, words.say(hands[k] === 1 ? "one_hand" : "hands", { count: words.number(hands[k]) })))] : []),
    h("div", {}, bar("by-lives", (counts?.[k] ?? 0) / LIVES), h("output", {}, counts ? words.say("lives_of", { count: words.number(counts[k]), all: words.number(LIVES) }) : "…")))));
}

/**
 * Return the level of a drawn curve in a week, as a percentage to type over; nothing where it is not drawn.
 *
 * @param {Map<number, number>} points
 * @param {number} week
 */
function levelAt(points, week) {
  const share = points.get(week);
  return share === undefined ? "" : String(Math.round(100 * share));
}
