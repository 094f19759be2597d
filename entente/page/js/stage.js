/** The stage: organisations in their fixed places, what each gives and how motivated it is, and ties of mutual trust. */

import { byId, h, s, set, write } from "./dom.js";

const NOT_APPROACHED = 0, APPROACHED = 1, LEFT = 4; // standings
const LABELLED = 30; // organisations: with more of them, only who leads and who is chosen are named
const LETTERS = 23; // of a name that is shown in short
const ENDING = 10; // of those, the last ones, where names begin alike
const LEAST = 0.16, MOST = 1; // share of the largest radius
const ABSENT = 0.5; // share of the leadership in place under which its ring is broken
const DARKEST = 0.2, LIGHTEST = 0.8; // motivation at both ends of the tones
// cividis, from dark (not motivated) to light, which all eyes tell apart
const TONES = ["#00204d", "#0f3570", "#31446b", "#4d556c", "#666970", "#7d7c78", "#948f78", "#aea371", "#cbba69", "#e7d159", "#ffea46"];

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {{x: number, y: number, left: boolean}} Place
 */

export class Stage {
  /**
   * @param {string} id of the element that holds it
   * @param {(row: number) => void} select called when an organisation is chosen
   */
  constructor(id, select) {
    this.box = byId(id);
    this.select = select;
    this.ties = s("g", { class: "ties" });
    this.nodes = s("g", { class: "nodes" });
    this.picture = s("svg", { role: "group" }, this.ties, this.nodes);
    this.title = h("figcaption");
    this.box.append(this.title, this.picture);
    /** @type {Object<string, any>?} */
    this.record = null;
    /** @type {{item: SVGElement, group: SVGElement, ring: SVGElement, body: SVGElement}[]} */
    this.drawn = [];
    /** @type {Place[]} */
    this.places = [];
    this.size = "";
    this.radius = 0;
    this.focused = 0;
  }

  /**
   * Set the stage anew, for another partnership, language or size.
   *
   * @param {Object<string, any>} record what a worker returns of a life
   * @param {Words} words
   * @param {string} title
   */
  layOut(record, words, title) {
    const { clientWidth: width, clientHeight: height } = this.picture;
    const asked = `${width} ${height} ${words.language} ${record.rows.map((/** @type {any} */ one) => one.id + one.number)}`;
    write(this.title, title);
    if (asked === this.size) return void (this.record = record);
    this.size = asked;
    this.record = record;
    const { rows } = record;
    const em = parseFloat(getComputedStyle(this.box).fontSize);
    const isNamed = width > 29 * em && rows.length <= LABELLED; // otherwise names stand inside, when they are asked for
    this.radius = Math.min(1.1 * em, height / 2 / (rows.length / 2 + 1)) * (isNamed ? 1 : 1.4);
    this.places = placesOf(rows.length, width, height, isNamed ? 13.8 * em : 2 * em, 1.6 * em);
    set(this.picture, { viewBox: `0 0 ${width} ${height}`, "aria-label": words.say("stage_label") });
    const names = rows.map((/** @type {any} */ row) => nameOf(row, words));
    const short = shorten(names);
    this.drawn = rows.map((/** @type {any} */ _, /** @type {number} */ k) => {
      const { x, y, left } = this.places[k];
      const name = names[k];
      const onLeft = left === isNamed;
      const label = s("text", { x: x + (onLeft ? -1.6 : 1.6) * em, y: y + (isNamed ? 0.35 : 2.2) * em, "text-anchor": onLeft ? "end" : "start", visibility: isNamed ? undefined : "hidden", "aria-hidden": "true" }, short[k]);
      const [ring, body] = [s("circle", { cx: x, cy: y, class: "ring" }), s("circle", { cx: x, cy: y, class: "body" })];
      const group = s("g", { role: "button", tabindex: k === this.focused ? 0 : -1, "aria-label": name, keydown: (/** @type {KeyboardEvent} */ event) => this.move(event, k) }, ring, body);
      // The name, shortened, stands beside what bears it whole.
      const item = s("g", { click: () => this.select(k) }, s("title", {}, name), group, label);
      return { item, group, ring, body };
    });
    this.nodes.replaceChildren(...this.drawn.map(({ item }) => item));
    this.ties.replaceChildren();
  }

  /**
   * Go from one organisation to the next with the arrows, choose with Enter or the space bar.
   *
   * @param {KeyboardEvent} event
   * @param {number} row
   */
  move(event, row) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      set(this.drawn[row].group, { tabindex: -1 });
      this.focused = (row + step + this.drawn.length) % this.drawn.length;
      set(this.drawn[this.focused].group, { tabindex: 0 });
      /** @type {any} */ (this.drawn[this.focused].group).focus();
    } else if (event.key === "Enter" || event.key === " ") this.select(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Show a week: between two weeks, on the way from one to the next.
   *
   * @param {number} week with its fraction
   * @param {{week: number, lead: number, ties: number[][]} | undefined} ties of that week, where they are known
   * @param {Object<string, number>} columns places of what is measured of an organisation
   * @param {number?} selected
   */
  draw(week, ties, columns, selected) {
    const { record } = this;
    if (!record) return;
    const [rows, width] = [record.rows.length, Object.keys(columns).length];
    const last = Math.min(Math.max(1, Math.ceil(week)), record.weeks) - 1;
    const before = Math.max(0, last - 1);
    const part = week >= 1 ? 1 - (Math.ceil(week) - week) : 1;
    const at = (/** @type {number} */ when, /** @type {number} */ row, /** @type {string} */ name) => record.organisations[(when * rows + row) * width + columns[name]];
    const between = (/** @type {number} */ row, /** @type {string} */ name) => {
      const [from, to] = [at(before, row, name), at(last, row, name)];
      return Number.isNaN(to) ? 0 : Number.isNaN(from) ? to : from + part * (to - from);
    };
    const most = Math.max(...record.rows.map((/** @type {any} */ one) => one.hours));
    const lead = ties ? ties.lead : record.firstLead;
    const inPlace = record.series.leadership[last];
    record.rows.forEach((/** @type {any} */ one, /** @type {number} */ row) => {
      const standing = at(last, row, "standing");
      const outside = !(standing > APPROACHED && standing < LEFT);
      const size = Math.sqrt(Math.min(1, between(row, "hours_spent") / most));
      const radius = this.radius * (outside ? 0.5 : LEAST + (MOST - LEAST) * size) * 1.5;
      const { item, ring, body } = this.drawn[row];
      const tone = TONES[Math.round(Math.min(1, Math.max(0, (between(row, "motivation") - DARKEST) / (LIGHTEST - DARKEST))) * (TONES.length - 1))];
      set(body, { r: radius.toFixed(1), fill: outside ? "none" : tone });
      set(ring, { r: (radius + 5).toFixed(1), visibility: row === lead && !outside ? undefined : "hidden", "stroke-dasharray": inPlace < ABSENT ? "4 5" : undefined });
      set(item, { class: [standing === LEFT ? "left" : "", standing <= APPROACHED ? "outside" : "", standing === NOT_APPROACHED ? "unknown" : "", row === selected ? "selected" : "", row === lead && !outside ? "leads" : ""].join(" ").trim() || undefined });
    });
    if (ties) this.drawTies(ties.ties, selected);
  }

  /**
   * Draw the ties, the strongest ones darker; those of the organisation that is chosen stand out.
   *
   * @param {number[][]} ties
   * @param {number?} selected
   */
  drawTies(ties, selected) {
    while (this.ties.childElementCount < ties.length) this.ties.append(s("line"));
    [.../** @type {any} */ (this.ties.children)].forEach((line, k) => {
      const tie = ties[k];
      if (!tie) return set(line, { visibility: "hidden" });
      const [from, to] = [this.places[tie[0]], this.places[tie[1]]];
      const chosen = selected === tie[0] || selected === tie[1];
      set(line, { x1: from.x, y1: from.y, x2: to.x, y2: to.y, visibility: undefined, class: chosen ? "chosen" : undefined, "stroke-width": (0.4 + 5 * Math.max(0, tie[2] - 0.4)).toFixed(2) });
    });
  }
}

/**
 * Return the places of organisations: on an oval, one under the other on each side, so that names do not meet.
 *
 * @param {number} count
 * @param {number} width
 * @param {number} height
 * @param {number} aside room for names on each side
 * @param {number} edge room above and under
 * @returns {Place[]}
 */
export function placesOf(count, width, height, aside, edge) {
  const across = Math.max(20, width / 2 - aside);
  const tall = height / 2 - edge;
  const onRight = Math.ceil(count / 2);
  return Array.from({ length: count }, (_, k) => {
    const left = k >= onRight;
    const [rank, among] = left ? [count - 1 - k, count - onRight] : [k, onRight];
    const down = among > 1 ? (2 * rank) / (among - 1) - 1 : 0; // from -1, above, to 1, under
    const out = Math.sqrt(Math.max(0, 1 - (0.94 * down) ** 2)) * across;
    return { x: width / 2 + (left ? -out : out), y: height / 2 + down * tall, left };
  });
}

/**
 * Return the title of the organisation of a row, with its number where there are several of its kind.
 *
 * @param {Object<string, any>} row
 * @param {Words} words
 */
export function nameOf(row, words) {
  return (words.text(row.name) || row.id) + (row.number ? ` ${row.number}` : "");
}

/**
 * Return names in short; those that begin alike keep their ends, which tell them apart.
 *
 * @param {string[]} names
 */
function shorten(names) {
  const begin = (/** @type {string} */ name) => name.slice(0, LETTERS - 1).trimEnd();
  return names.map((name, k) => {
    if (name.length <= LETTERS) return name;
    const isAlone = names.every((other, place) => place === k || begin(other) !== begin(name));
    return isAlone ? `${begin(name)}…` : `${name.slice(0, LETTERS - ENDING - 1).trimEnd()}…${name.slice(-ENDING)}`;
  });
}
