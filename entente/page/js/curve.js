/** The curve of mobilisation as it is lived, with what the stage calls for, over the fan of other possible lives. */

import { byId, s, set } from "./dom.js";

const LINES = 12; // of the other lives, shown one by one
const YEAR = 52; // weeks
const BANDS = [[0.05, 0.95], [0.25, 0.75]];

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./lives.js").Futures} Futures
 * @typedef {{record: Object<string, any>?, futures: Futures?}} Shown
 */

export class Curve {
  constructor() {
    this.box = byId("curve");
    this.axes = s("g", { class: "axes" });
    this.fan = s("g", { class: "fan", "clip-path": "url(#lived)" });
    this.window = s("rect");
    this.need = s("path", { class: "need" });
    this.ghost = s("path", { class: "ghost" });
    this.line = s("path", { class: "line" });
    this.head = s("circle", { class: "head", r: 7 });
    this.marks = s("g", { class: "marks" });
    this.names = s("g", { class: "names" });
    this.bets = s("g", { class: "bets" });
    this.picture = s("svg", { role: "img" }, s("clipPath", { id: "lived" }, this.window), this.axes, this.fan, this.need, this.ghost, this.line, this.marks, this.bets, this.head, this.names);
    this.box.append(this.picture);
    this.weeks = 1;
    this.em = 0; // the size of a letter; 0 until it is laid out
    this.left = 0;
    this.right = 1;
    this.top = 0;
    this.bottom = 1;
    this.drawn = "";
  }

  /** Return where a number of weeks lived is, across. @param {number} week */
  x(week) {
    return this.left + (week / this.weeks) * (this.right - this.left);
  }

  /** Return where a share is, down. @param {number} share */
  y(share) {
    return this.bottom - share * (this.bottom - this.top);
  }

  /** Return the week and the share at a place of the picture. @param {number} x @param {number} y */
  at(x, y) {
    const within = (/** @type {number} */ one) => Math.min(1, Math.max(0, one));
    return { week: within((x - this.left) / (this.right - this.left)) * this.weeks, share: within((this.bottom - y) / (this.bottom - this.top)) };
  }

  /**
   * Draw what does not change from one week to the next: axes, and the fan.
   *
   * @param {Shown} a the life on the stage
   * @param {Shown?} b the one beside it
   * @param {Words} words
   */
  layOut(a, b, words) {
    if (!a.record) return;
    const { clientWidth: width, clientHeight: height } = this.picture;
    if (height === 0) return; // while something else is printed
    const em = parseFloat(getComputedStyle(this.box).fontSize);
    this.weeks = a.record.weeks;
    this.em = em;
    this.left = 3.4 * em;
    this.right = Math.max(this.left + 1, width - 1.2 * em);
    this.top = 1.6 * em;
    this.bottom = Math.max(this.top, height - 2.4 * em);
    set(this.picture, { viewBox: `0 0 ${width} ${height}`, "aria-label": words.say("curve_label") });
    const across = [0, 0.25, 0.5, 0.75, 1].map((share) => [
      s("line", { x1: this.left, x2: this.right, y1: this.y(share), y2: this.y(share) }),
      share * 4 % 2 === 0 ? s("text", { x: this.left - 0.5 * em, y: this.y(share) + 0.35 * em, "text-anchor": "end" }, words.percent(share)) : null,
    ]);
    const years = Array.from({ length: Math.floor(this.weeks / YEAR) + 1 }, (_, k) => k * YEAR);
    const room = this.x(YEAR) - this.x(0) > 5.5 * em;
    const along = years.map((week, k) => [
      s("line", { x1: this.x(week), x2: this.x(week), y1: this.bottom, y2: this.bottom + 0.4 * em }),
      week < this.weeks && (room || k % 2 === 0) ? s("text", { x: this.x(Math.min(week + YEAR / 2, this.weeks)), y: this.bottom + 1.5 * em, "text-anchor": "middle" }, words.say("year_number", { number: k + 1 })) : null,
    ]);
    const title = s("text", { x: this.left, y: 0.9 * em }, words.say("mobilisation"));
    this.axes.replaceChildren(.../** @type {SVGElement[]} */ ([...across, ...along].flat().filter(Boolean)), title);
    this.fan.replaceChildren(...[b && fanOf(b.futures, this, "b"), fanOf(a.futures, this, "a")].filter((one) => one !== null && one !== undefined));
  }

  /**
   * Draw a week.
   *
   * @param {Shown} a
   * @param {Shown?} b
   * @param {number} week with its fraction
   * @param {"all" | "lived" | "none"} fan
   * @param {{week: number, name: string}[]} marks what happened, with the week
   * @param {{line: string, ghost: string, need: string}} names of the lines
   */
  draw(a, b, week, fan, marks, names) {
    if (!a.record || this.em === 0) return;
    const { em } = this;
    const { series } = a.record;
    const ghost = b?.record?.series.mobilisation;
    set(this.window, { x: this.left, y: 0, height: this.bottom + 2, width: Math.max(0, fan === "all" ? this.right - this.left : fan === "none" ? 0 : this.x(week) - this.left) });
    set(this.need, { d: path(series.need, week, this) });
    set(this.line, { d: path(series.mobilisation, week, this) });
    set(this.ghost, { d: ghost ? path(ghost, fan === "all" ? this.weeks : week, this) : "" });
    const last = valueAt(series.mobilisation, week);
    set(this.head, { cx: this.x(week), cy: this.y(last), visibility: week > 0 && !Number.isNaN(last) ? undefined : "hidden" });
    const labels = [
      { text: names.line, y: this.y(last), class: "line" },
      { text: names.need, y: this.y(valueAt(series.need, week)), class: "need" },
      ...(ghost ? [{ text: names.ghost, y: this.y(valueAt(ghost, week)), class: "ghost" }] : []),
    ].filter(({ y }) => week >= 4 && Number.isFinite(y)).sort((one, other) => one.y - other.y);
    for (let k = 1; k < labels.length; k++) labels[k].y = Math.max(labels[k].y, labels[k - 1].y + 1.15 * em);
    const onLeft = this.x(week) > this.left + 0.55 * (this.right - this.left);
    while (this.names.childElementCount < labels.length) this.names.append(s("text"));
    [.../** @type {any} */ (this.names.children)].forEach((text, k) => {
      const label = labels[k];
      if (!label) return set(text, { visibility: "hidden" });
      if (text.textContent !== label.text) text.textContent = label.text;
      set(text, { class: label.class, visibility: undefined, x: this.x(week) + (onLeft ? -0.7 : 0.7) * em, y: Math.min(label.y - 0.35 * em, this.bottom - 0.3 * em), "text-anchor": onLeft ? "end" : "start" });
    });
    this.drawMarks(marks.filter((one) => one.week <= week));
  }

  /**
   * Draw what happened: a line in its week, and its name where there is room.
   *
   * @param {{week: number, name: string}[]} marks
   */
  drawMarks(marks) {
    const key = JSON.stringify([marks, this.left, this.right, this.bottom, this.weeks]);
    if (key === this.drawn) return;
    this.drawn = key;
    const { em } = this;
    let free = -Infinity;
    this.marks.replaceChildren(...marks.flatMap(({ week, name }) => {
      const x = this.x(week - 1);
      const long = 0.55 * em * name.length;
      const at = Math.min(x + 0.3 * em, this.right - long);
      const shown = at > free;
      if (shown) free = at + long;
      return [
        s("line", { x1: x, x2: x, y1: this.top - 0.2 * em, y2: this.bottom }),
        ...(shown ? [s("text", { x: at, y: this.top + 1.1 * em }, name)] : []),
      ];
    }));
  }
}

/**
 * Return the path of a weekly series, as far as it is lived.
 *
 * @param {Float64Array} series
 * @param {number} week
 * @param {Curve} curve
 */
function path(series, week, curve) {
  const whole = Math.floor(week);
  let found = "";
  for (let k = 0; k < Math.min(whole, series.length) && !Number.isNaN(series[k]); k++) {
    found += `${found ? "L" : "M"}${curve.x(k + 1).toFixed(1)} ${curve.y(series[k]).toFixed(1)}`;
  }
  const value = valueAt(series, week);
  return found && week > whole && !Number.isNaN(value) ? `${found}L${curve.x(week).toFixed(1)} ${curve.y(value).toFixed(1)}` : found;
}

/**
 * Return a weekly series after a number of weeks, on the way from one to the next between two.
 *
 * @param {Float64Array} series
 * @param {number} week
 */
export function valueAt(series, week) {
  const whole = Math.floor(week);
  const [one, other] = [series[Math.max(0, whole - 1)], series[Math.min(whole, series.length - 1)]];
  return week <= whole || whole === 0 ? one : one + (week - whole) * (other - one);
}

/**
 * Return the fan of other lives: two bands, the median and some lives one by one; null when there are none.
 *
 * @param {Futures?} futures
 * @param {Curve} curve
 * @param {string} name
 */
function fanOf(futures, curve, name) {
  if (!futures) return null;
  const { count, mobilisation, weeks } = futures;
  const quantile = (/** @type {number} */ share) => sortWeeks(futures).map((values) => values[Math.round(share * (values.length - 1))]);
  const point = (/** @type {number} */ value, /** @type {number} */ week) => `${curve.x(week + 1).toFixed(1)} ${curve.y(value).toFixed(1)}`;
  const bands = BANDS.map(([low, high]) => s("path", { class: "band", d: `M${[...quantile(low).map(point), ...quantile(high).map(point).reverse()].join("L")}Z` }));
  const lives = Array.from({ length: Math.min(LINES, count) }, (_, run) => s("path", { class: "life", d: path(mobilisation.subarray(run * weeks, (run + 1) * weeks), weeks, curve) }));
  return s("g", { class: `fan-${name}` }, ...bands, ...(name === "a" ? lives : []), s("path", { class: "median", d: `M${quantile(0.5).map(point).join("L")}` }));
}

/** @type {WeakMap<Futures, Float64Array[]>} */
const sortedWeeks = new WeakMap();

/**
 * Return the mobilisations of each week, from the lowest to the highest; those of the same futures are sorted once.
 *
 * @param {Futures} futures
 */
function sortWeeks(futures) {
  let found = sortedWeeks.get(futures);
  if (!found) {
    const { count, mobilisation, weeks } = futures;
    found = Array.from({ length: weeks }, (_, week) => (
      Float64Array.from({ length: count }, (__, run) => mobilisation[run * weeks + week]).filter((one) => !Number.isNaN(one)).sort()));
    sortedWeeks.set(futures, found);
  }
  return found;
}
