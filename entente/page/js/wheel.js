/** The wheel of the six conditions of action in partnership, and gauges of what a partnership lives on. */

import { byId, h, s, set, write } from "./dom.js";

const GAUGES = ["staffing", "trust", "motivation", "fatigue"];
const RADIUS = 80;
const ANSWERS = ["a", "b", "c"]; // from the centre outwards; the engine gives C, B and A

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {{record: Object<string, any>?}} Shown
 */

export class Wheel {
  constructor() {
    this.sides = ["a", "b"].map((side) => ({ side, picture: s("svg", { role: "img", viewBox: "-104 -104 208 208", class: `wheel-${side}` }), rings: /** @type {SVGElement[][]} */ ([]) }));
    this.list = h("ol");
    this.key = h("p", { class: "key" });
    this.gauges = h("dl", { class: "gauges" });
    byId("conditions").append(h("div", { class: "wheel" }, ...this.sides.map(({ picture }) => picture)), h("div", { class: "answers" }, this.list, this.key));
    byId("gauges").append(this.gauges);
    /** @type {{bar: HTMLElement, other: HTMLElement, value: HTMLElement, name: string}[]} */
    this.bars = [];
    this.drawn = "";
    /** @type {any} */
    this.record = null;
    /** @type {any} */
    this.other = undefined;
  }

  /**
   * Lay the wheel out in a language.
   *
   * @param {Words} words
   * @param {string[]} conditions
   */
  layOut(words, conditions) {
    this.words = words;
    const { names } = words.data;
    for (const one of this.sides) {
      one.rings = conditions.map(() => ANSWERS.map((answer) => s("path", { class: `answer-${answer}` })));
      const numbers = conditions.map((_, k) => {
        const [x, y] = polar((k + 0.5) / conditions.length, 92);
        return s("text", { x, y: y + 5, "text-anchor": "middle" }, k + 1);
      });
      one.picture.replaceChildren(s("title", {}, `${words.say("wheel_label")} ${one.side.toUpperCase()}`), s("circle", { r: RADIUS, class: "rim" }), ...one.rings.flatMap((rings) => [...rings].reverse()), ...numbers);
    }
    this.list.replaceChildren(...conditions.map((name) => h("li", {}, words.text(names.conditions[name]))));
    this.key.replaceChildren(words.say("answers"), ...ANSWERS.flatMap((answer) => [h("i", { class: `answer-${answer}` }), answer.toUpperCase()]));
    this.bars = GAUGES.map((name) => ({ name, bar: h("i"), other: h("b"), value: h("output") }));
    this.gauges.replaceChildren(...this.bars.map(({ name, bar, other, value }) => (
      h("div", {}, h("dt", {}, words.say(`gauge_${name}`)), h("dd", {}, h("span", { class: "bar" }, bar, other), value)))));
    this.drawn = "";
  }

  /**
   * Draw a week.
   *
   * @param {Shown} a
   * @param {Shown?} b shown as a mark on the gauges
   * @param {number} week
   * @param {boolean} sideBySide whether its wheel is shown too
   */
  draw(a, b, week, sideBySide) {
    const { record } = a;
    if (!record || !this.words) return;
    const last = Math.max(0, Math.min(Math.floor(week), record.weeks) - 1);
    const key = `${last} ${sideBySide}`;
    if (key === this.drawn && this.record === record && this.other === b?.record) return;
    [this.drawn, this.record, this.other] = [key, record, b?.record];
    this.drawRings(0, record, last);
    set(this.sides[1].picture, { hidden: !sideBySide || !b?.record });
    if (sideBySide && b?.record) this.drawRings(1, b.record, last);
    for (const { name, bar, other, value } of this.bars) {
      const level = record.series[name][last];
      const beside = b?.record?.series[name][last];
      bar.style.inlineSize = `${100 * (level || 0)}%`;
      other.style.insetInlineStart = `${100 * (beside || 0)}%`;
      other.hidden = beside === undefined || Number.isNaN(beside);
      write(value, Number.isNaN(level) ? "–" : this.words.percent(level));
    }
  }

  /**
   * Draw the answers of a week: of each condition, the share of A from the centre on, then B, then C, by area.
   *
   * @param {number} side
   * @param {Object<string, any>} record
   * @param {number} week its place among the weeks
   */
  drawRings(side, record, week) {
    const { rings } = this.sides[side];
    const count = rings.length;
    rings.forEach((paths, k) => {
      const at = (week * count + k) * ANSWERS.length;
      const [c, b, a] = record.conditions.subarray(at, at + ANSWERS.length);
      const shares = [a, a + b, a + b + c].map((one) => (Number.isNaN(one) ? 0 : one));
      paths.forEach((path, rank) => set(path, { d: wedge(k / count, (k + 1) / count, RADIUS * Math.sqrt(Math.min(1, shares[rank]))) }));
    });
  }
}

/** @param {number} turn @param {number} radius */
function polar(turn, radius) {
  return [radius * Math.sin(2 * Math.PI * turn), -radius * Math.cos(2 * Math.PI * turn)];
}

/** @param {number} from @param {number} to @param {number} radius */
function wedge(from, to, radius) {
  const [[x, y], [z, t]] = [polar(from, radius), polar(to, radius)];
  return `M0 0L${x.toFixed(2)} ${y.toFixed(2)}A${radius.toFixed(2)} ${radius.toFixed(2)} 0 0 1 ${z.toFixed(2)} ${t.toFixed(2)}Z`;
}
