/** The trace of a session: what was bet, tried and seen, with what is needed to run it again; no name of anybody. */

import { resultsOf } from "./bets.js";
import { changesOf, pairedDifference, sayDifference } from "./differences.js";
import { byId, h } from "./dom.js";
import { printSheet, save, saveSheet } from "./sheet.js";
import { scenarioOf } from "./state.js";

/**
 * @typedef {import("./worker.js").Life} Life
 * @typedef {import("./bets.js").Bet} Bet
 * @typedef {{life: Life, other: Life?, found: ReturnType<typeof pairedDifference>?}} Tried
 */

const GROUPS = ["leadership", "communication", "governance"];
const PLAIN = /^[\w./-]+$/; // a word that a command line leaves as it is
const OWN = "own"; // a scenario or a lesson that the page was made with, and no other page has

export class Trace {
  /** @param {import("./main.js").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {import("./words.js").Text[]} titles of the lessons */
    this.lessons = [];
    /** @type {{bet: Bet, picture: Node?}[]} */
    this.made = [];
    /** @type {Tried[]} */
    this.tried = [];
    /** @type {Map<string, string>} what was typed to be kept */
    this.said = new Map();
    page.store.listen((state, before) => {
      if (state.life !== before.life || state.other !== before.other) this.note(state.life, state.other);
    });
  }

  /** @param {import("./lesson.js").LessonData} lesson */
  began(lesson) {
    this.lessons.push(lesson.title);
  }

  /**
   * Keep some bets, with the picture of the curve that they are seen over.
   *
   * @param {Bet[]} bets
   */
  bets(bets) {
    for (const bet of bets) if (!this.made.some((one) => one.bet === bet)) this.made.push({ bet, picture: null });
  }

  /** Keep the picture of the curve for the bets that are shown over it. */
  picture() {
    const { curve, lesson, words } = this.page;
    for (const [k, one] of this.made.entries()) {
      if (one.bet.curves.length && lesson.bets.shown.includes(one.bet)) one.picture = copyOf(curve.picture, `lived-${k}`, words.say("curve_label"));
    }
  }

  /**
   * Keep a life that is tried, once.
   *
   * @param {Life} life
   * @param {Life?} other
   */
  note(life, other) {
    const key = JSON.stringify([life, other]);
    const isBare = !other && life.switches.length === 0 && Object.keys(life.choices).length === 0;
    if (!isBare && !this.tried.some((one) => JSON.stringify([one.life, one.other]) === key)) this.tried.push({ life, other, found: null });
  }

  /** Keep what is found of the two lives that are on the screen. */
  find() {
    const { a, b } = this.page.shown;
    if (!b || a.futures?.count !== 200 || b.futures?.count !== 200) return;
    const key = JSON.stringify([a.life, b.life]);
    const tried = this.tried.find((one) => JSON.stringify([one.life, one.other]) === key);
    if (tried && !tried.found) tried.found = pairedDifference(/** @type {any} */ (a), /** @type {any} */ (b));
  }

  /** Print the trace. */
  print() {
    this.find();
    printSheet(this.nodes());
  }

  /** Have the browser keep the trace as a page. */
  save() {
    this.find();
    const { words } = this.page;
    saveSheet(this.nodes(), words.say("trace"), `${words.say("trace_file")}.html`);
  }

  /** Fill the panel: what the trace will say, and the ways to keep it. */
  show() {
    this.find();
    const { words } = this.page;
    byId("trace").replaceChildren(
      h("div", { class: "buttons" },
        h("button", { type: "button", click: () => this.print() }, words.say("trace_print")),
        h("button", { type: "button", click: () => this.save() }, words.say("trace_save"))),
      ...this.nodes(), ...this.files());
  }

  /** Return the settings of each life that no command alone gives, to be saved. */
  files() {
    const { words, lives } = this.page;
    const own = this.tried.filter(({ life }) => !commandOf(life));
    return own.map(({ life }) => h("button", { type: "button", click: async () => {
      const settings = await lives.ask("settings", { life });
      save(JSON.stringify({ ...settings, resolved: { scenario: life.scenario } }, null, 1), "application/yaml", fileOf(this.tried, life));
    } }, words.say("trace_settings", { file: fileOf(this.tried, life) })));
  }

  /** Return what was bet, tried and seen. @returns {Node[]} */
  nodes() {
    const { words, data } = this.page;
    const { life } = this.page.store.state;
    const [debrief, limits] = ["debrief", "limits"].map((key) => this.said.get(key) ?? "");
    const part = (/** @type {string} */ key, /** @type {Node[]} */ nodes) => (nodes.length ? [h("h2", {}, words.say(key)), ...nodes] : []);
    return [
      h("h1", {}, words.say("trace")),
      h("p", {}, [new Date().toLocaleDateString(words.locale, { dateStyle: "long" }), ...this.lessons.map((one) => words.text(one))].join(" · ")),
      h("p", {}, words.text(scenarioOf(data, life).title), " · ", words.say("trace_made", { seed: life.seed, version: data.version, rules: data.rules })),
      ...part("trace_bets", this.made.flatMap(({ bet, picture }) => [h("h3", {}, words.text(bet.ask.question)),
        ...(bet.ask.draw === null ? [resultsOf(bet, words)] : [h("p", {}, words.say("curves_count", { count: words.number(bet.curves.filter((one) => one.size).length) }))]),
        ...(picture ? [h("div", { class: "drawn" }, picture.cloneNode(true))] : [])])),
      ...part("trace_tried", this.tried.filter((one) => one.other || !this.tried.some(({ life, other }) => other && life === one.life)).flatMap((one) => this.triedNodes(one))),
      ...part("trace_debrief", debrief ? [h("p", { class: "kept" }, debrief)] : []),
      ...part("trace_limits", limits ? [h("p", { class: "kept" }, limits)] : []),
      h("p", { class: "hint" }, words.say("help_thinking")),
    ];
  }

  /** @param {Tried} tried */
  triedNodes({ life, other, found }) {
    const { words, data } = this.page;
    const changes = changesOf(life, words);
    const title = words.text(scenarioOf(data, life).title);
    return [
      h("h3", {}, changes.length ? changes.join(words.say("between_changes")) : title),
      ...(other ? [h("p", {}, words.say("trace_beside", { what: changesOf(other, words).join(words.say("between_changes")) || title }))] : []),
      ...(found ? [h("p", {}, sayDifference(found, words))] : []),
      h("p", {}, h("code", {}, commandOf(life) || `entente run scenario=${fileOf(this.tried, life)} seed=${life.seed}`)),
    ];
  }
}

/**
 * Return a picture of the curve to be kept, which hides what it hid by a clip of its own.
 *
 * @param {SVGElement} picture
 * @param {string} id of that clip
 * @param {string} label
 */
function copyOf(picture, id, label) {
  const copy = /** @type {SVGElement} */ (picture.cloneNode(true));
  copy.querySelector("clipPath")?.setAttribute("id", id);
  copy.querySelector("[clip-path]")?.setAttribute("clip-path", `url(#${id})`);
  copy.setAttribute("aria-label", label);
  return copy;
}

/**
 * Return the file of the settings of a life that is tried.
 *
 * @param {Tried[]} tried
 * @param {Life} life
 */
const fileOf = (tried, life) => `entente-${tried.findIndex((one) => one.life === life) + 1}.yaml`;

/**
 * Return the command that runs a life again; nothing where what is changed on the way takes its settings.
 *
 * @param {Life} life
 */
export function commandOf({ scenario, choices, switches, seed }) {
  if (switches.length || scenario === OWN) return "";
  const all = /** @type {Object<string, any>} */ (choices);
  const words = [
    ...GROUPS.filter((group) => group in choices).map((group) => `${group}=${all[group] ?? "null"}`),
    ...(choices.lever ? [`lever=[${choices.lever.join(",")}]`] : []),
    ...(choices.removed ?? []).map((path) => `~${path}`),
    ...Object.entries(choices.changes ?? {}).filter(([path]) => path !== "title").map(([path, value]) => (isEntry(value) ? `++${path}=${written(value)}` : `${path}=${written(value)}`)),
  ];
  return ["entente run", `scenario=${scenario}`, ...words.map(quoted), `seed=${seed}`].join(" ");
}

/** @param {any} value */
const isEntry = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Return a value as the command line takes it. @param {any} value @returns {string} */
function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (isEntry(value)) return `{${Object.entries(value).filter(([name]) => name !== "name").map(([name, one]) => `${name}:${written(one)}`).join(",")}}`;
  if (typeof value !== "string" || PLAIN.test(value)) return String(value);
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Return a word as a shell leaves it. @param {string} word */
function quoted(word) {
  return /^[\w.=/+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
