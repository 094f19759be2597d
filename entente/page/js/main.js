/** The page: opens what it was made with, and keeps what is on the screen in step with what is chosen. */

import { Clock } from "./clock.js";
import { Curve } from "./curve.js";
import { changesOf, pairedDifference, sayDifference } from "./differences.js";
import { byId, h, set, write } from "./dom.js";
import { fillHelp, fillNumbers, fillScenarios, fillStory } from "./fill.js";
import { marksOf, tellWeek } from "./happenings.js";
import { listen } from "./keys.js";
import { Lesson } from "./lesson.js";
import { Lives } from "./lives.js";
import { showOrganisation } from "./organisation.js";
import { firstLife, scenarioOf, Store, titleOfLife, twinOf } from "./state.js";
import { Stage } from "./stage.js";
import { Trace } from "./trace.js";
import { unpack } from "./unpack.js";
import { layOutWhatIf } from "./whatif.js";
import { Wheel } from "./wheel.js";
import { Words } from "./words.js";

/**
 * @typedef {import("./worker.js").Life} Life
 * @typedef {import("./state.js").State} State
 * @typedef {{life: Life, record: any, ties: Map<number, any>, futures: import("./lives.js").Futures?}} Shown
 */

const TIES_AT_ONCE = 8; // weeks of ties that a worker is asked for at once
const TOLD_EVERY = 26; // weeks after which those who listen are told what is shown
const SPEEDS = [0.5, 1, 2, 4];

export class Page {
  /**
   * @param {Object<string, any>} data
   * @param {Lives} lives
   */
  constructor(data, lives) {
    this.data = data;
    this.lives = lives;
    const { scenario, language } = data.start;
    this.words = new Words(data, language);
    this.store = new Store({
      language, life: firstLife(data, scenario), other: null, otherIs: "before", sideBySide: false, week: 0, stop: null,
      playing: false, speed: 1, fan: "all", selected: null, panel: "",
    });
    /** @type {{a: Shown, b: Shown?}} */
    this.shown = { a: emptyOf(this.store.state.life), b: null };
    const select = (/** @type {number} */ row) => this.store.set({ selected: row, panel: "organisation" });
    this.stages = { a: new Stage("stage-a", select), b: new Stage("stage-b", select) };
    this.curve = new Curve();
    this.wheel = new Wheel();
    this.clock = new Clock(this.store, () => this.shown.a.record?.weeks ?? 0);
    this.columns = Object.fromEntries(data.layout.organisation_series.map((/** @type {string} */ name, /** @type {number} */ k) => [name, k]));
    this.told = 0;
    this.whatIfShown = "";
    /** @type {{week: number, name: string}[]} */
    this.marks = [];
    this.difference = ""; // from the life beside, in words
    this.store.listen((state, before) => this.change(state, before));
    this.trace = new Trace(this);
    this.lesson = new Lesson(this);
    const sizes = new ResizeObserver(() => this.resize());
    for (const id of ["stage-a", "curve"]) sizes.observe(byId(id));
  }

  /** Show the page for the first time. */
  open() {
    this.layOutControls();
    listen(this);
    this.speak();
    this.showStory(true);
    this.live();
    if (this.data.start.lesson) this.lesson.begin(this.data.start.lesson);
    if (this.data.plans.length) this.toggle("whatif");
  }

  /**
   * Follow a change of the state.
   *
   * @param {State} state
   * @param {State} before
   */
  change(state, before) {
    if (state.language !== before.language) this.speak();
    if (state.life.scenario !== before.life.scenario) return this.follow();
    const isOther = state.life !== before.life || state.other !== before.other;
    if (isOther) this.live();
    if (isOther || state.sideBySide !== before.sideBySide || state.panel !== before.panel) this.layOut();
    if (state.panel !== before.panel || state.selected !== before.selected || Math.floor(state.week) !== Math.floor(before.week)) this.showPanel();
    if (state.playing !== before.playing) {
      this.clock.follow();
      if (state.playing) this.showStory(false);
      if (!state.playing) this.tell();
    }
    this.draw();
  }

  /** Ask for the lives that are to be shown; what is known of them already is kept. */
  live() {
    const { life, other } = this.store.state;
    const known = [this.shown.a, this.shown.b].filter((one) => one !== null);
    const find = (/** @type {Life} */ one) => known.find((each) => each && JSON.stringify(each.life) === JSON.stringify(one)) ?? emptyOf(one);
    const old = this.shown;
    this.shown = { a: find(life), b: other && find(other) };
    this.lives.forget("ties");
    for (const [side, one] of Object.entries(this.shown)) {
      if (!one) continue;
      if (!one.record) {
        this.lives.ask("live", { life: one.life }, "live").then((record) => {
          one.record = record;
          this.arrived(one);
        });
      }
      if (!one.futures || one.futures.count < 200) {
        this.lives.futures(one.life, `futures ${side}`, (futures) => {
          one.futures = futures;
          this.arrived(one);
        });
      }
    }
    if (old.a !== this.shown.a && this.shown.a.record) this.arrived(this.shown.a);
    else this.showNumbers();
  }

  /**
   * Show what came from a worker, if it is still wanted.
   *
   * @param {Shown} one
   */
  arrived(one) {
    if (one !== this.shown.a && one !== this.shown.b) return;
    this.layOut();
    this.draw();
    this.showPanel();
    if (!this.store.state.playing) this.tell();
    this.showNumbers();
    if (one.record && one.ties.size === 0) this.askTies(one, Math.max(1, Math.floor(this.store.state.week)));
  }

  /**
   * Ask for the ties of the weeks to come, then of those before.
   *
   * @param {Shown} one
   * @param {number} from
   */
  async askTies(one, from) {
    const last = one.record.end.week > 0 ? one.record.end.week : one.record.weeks;
    const weeks = Array.from({ length: last }, (_, k) => ((from - 1 + k) % last) + 1);
    for (let k = 0; k < weeks.length; k += TIES_AT_ONCE) {
      const found = await this.lives.ask("ties", { life: one.life, weeks: weeks.slice(k, k + TIES_AT_ONCE) }, "ties");
      for (const each of found) one.ties.set(each.week, each);
      if (k === 0) this.draw();
    }
  }

  /** Write everything in the language that is chosen. */
  speak() {
    const { language } = this.store.state;
    this.words = new Words(this.data, language);
    document.documentElement.lang = language;
    this.words.apply(document);
    this.wheel.layOut(this.words, this.data.layout.conditions);
    write(byId("language"), language === "fr" ? "English" : "Français");
    set(byId("language"), { lang: language === "fr" ? "en" : "fr" });
    fillScenarios(this.words, this.store.state.life.scenario);
    for (const option of byId("speed").options) write(option, this.words.say("times", { number: this.words.number(Number(option.value), 1) }));
    fillStory(this.words, scenarioOf(this.data, this.store.state.life));
    fillHelp(this.words);
    this.layOut();
    this.showNumbers();
    this.tell();
  }

  /** Follow the size of the window. */
  resize() {
    this.layOut();
    this.draw();
  }

  /** Lay the pictures out: for another life, size or language. */
  layOut() {
    const { a, b } = this.shown;
    const { state } = this.store;
    const { panel } = state;
    const sideBySide = state.sideBySide && b !== null;
    byId("panel").hidden = panel === "";
    document.body.classList.toggle("side-by-side", sideBySide);
    document.body.classList.toggle("with-panel", panel !== "");
    document.body.classList.toggle("with-story", !byId("story").hidden && !sideBySide);
    byId("stage-b").hidden = !sideBySide;
    if (!a.record) return;
    byId("week").max = a.record.weeks;
    this.stages.a.layOut(a.record, this.words, sideBySide ? this.words.say("side_a", { what: titleOfLife(state, "a", this.words) }) : "");
    if (sideBySide && b?.record) this.stages.b.layOut(b.record, this.words, this.words.say("side_b", { what: titleOfLife(state, "b", this.words) }));
    this.curve.layOut(a, b, this.words);
    this.marks = marksOf(a.record, this.words);
    this.difference = a.futures && b?.futures ? sayDifference(pairedDifference(/** @type {any} */ (a), /** @type {any} */ (b)), this.words) : "";
    const changes = changesOf(a.life, this.words);
    write(byId("changes"), changes.length ? this.words.say("unlike_scenario", { changes: changes.join(this.words.say("between_changes")) }) : "");
    this.lesson.bets.draw();
  }

  /** Draw the week that is shown. */
  draw() {
    const { state } = this.store;
    const { a, b } = this.shown;
    const { week, fan, selected, playing, sideBySide } = state;
    const { words } = this;
    write(byId("play"), words.say(playing ? "pause" : "play"));
    byId("week").value = String(Math.floor(week));
    set(byId("side"), { "aria-pressed": String(sideBySide) });
    byId("side").disabled = !b;
    byId("twin").hidden = !scenarioOf(this.data, state.life).twin;
    byId("undo").disabled = this.store.past.length === 0;
    const when = sayWeek(week, words);
    write(byId("when"), when);
    set(byId("week"), { "aria-valuetext": when });
    if (!a.record) return;
    const whole = Math.max(1, Math.floor(week));
    this.stages.a.draw(week, nearestTies(a, whole), this.columns, selected);
    if (sideBySide && b?.record) this.stages.b.draw(week, nearestTies(b, whole), this.columns, selected);
    this.curve.draw(a, b, week, fan, this.marks, {
      line: b && state.otherIs === "before" ? titleOfLife(state, "a", words, true) : words.say("mobilisation_lived"), ghost: titleOfLife(state, "b", words, true), need: words.text(this.data.names.series.need) });
    this.wheel.draw(a, b, week, sideBySide);
    write(byId("now"), tellWeek(a.record, Math.floor(week), words));
    write(byId("difference"), fan === "all" || (fan === "lived" && week >= a.record.weeks) ? this.difference : "");
    const half = Math.floor(week / TOLD_EVERY);
    if (playing && half !== this.told) this.tell();
    this.told = half;
  }

  /** Tell those who listen what is shown. */
  tell() {
    const { record } = this.shown.a;
    const week = Math.floor(this.store.state.week);
    if (!record || week < 1) return;
    const mobilisation = record.series.mobilisation[Math.min(week, record.weeks) - 1];
    write(byId("status"), this.words.say("status", { when: sayWeek(week, this.words), mobilisation: this.words.percent(mobilisation || 0), now: tellWeek(record, week, this.words) }));
  }

  /** Show what is open beside the stage. */
  showPanel() {
    const { panel, life, week, selected } = this.store.state;
    for (const name of ["whatif", "organisation", "lesson", "trace", "numbers", "help"]) byId(name).hidden = panel !== name;
    for (const name of ["lesson", "whatif", "trace", "numbers", "help"]) set(byId(`${name}-open`), { "aria-expanded": String(panel === name) });
    if (panel === "whatif" && !this.store.state.playing) {
      const paths = this.data.whatif.knobs.map((/** @type {any} */ one) => one.path);
      const key = JSON.stringify([life, Math.floor(week), this.words.language]);
      if (key === this.whatIfShown) return;
      this.whatIfShown = key;
      this.lives.forget("values");
      this.lives.ask("values", { life, week: Math.floor(week) + 1, paths }, "values").then((values) => layOutWhatIf(this.store, this.words, values));
    }
    if (panel === "organisation" && selected !== null && this.shown.a.record) showOrganisation(this, selected);
  }

  /** Show the numbers of what is lived, and its account. */
  showNumbers() {
    const { a, b } = this.shown;
    const titles = /** @type {const} */ (["a", "b"]).map((side) => titleOfLife(this.store.state, side, this.words));
    if (a.record) fillNumbers(this.words, [a.record, ...(b?.record ? [b.record] : [])], titles);
  }

  /** Show the story of the scenario, or put it away. @param {boolean} shown */
  showStory(shown) {
    byId("story").hidden = !shown;
    set(byId("story-open"), { "aria-expanded": String(shown) });
    this.resize();
  }

  /** Make the controls act. */
  layOutControls() {
    const { store } = this;
    const on = (/** @type {string} */ id, /** @type {string} */ event, /** @type {(target: any) => void} */ act) => byId(id).addEventListener(event, (/** @type {Event} */ one) => act(one.target));
    on("scenario", "change", (target) => this.choose(target.value));
    on("language", "click", () => this.switchLanguage());
    on("play", "click", () => this.clock.toggle());
    on("step", "click", () => this.clock.go(1));
    on("restart", "click", () => this.clock.to(0));
    on("week", "input", (target) => this.clock.to(Number(target.value)));
    byId("speed").replaceChildren(...SPEEDS.map((speed) => h("option", { value: speed })));
    byId("speed").value = "1";
    on("speed", "change", (target) => store.set({ speed: Number(target.value) }));
    on("another", "click", () => this.another());
    for (const name of ["whatif", "numbers", "help"]) on(`${name}-open`, "click", () => this.toggle(name));
    on("lesson-open", "click", () => this.lesson.toggle());
    on("trace-open", "click", () => this.toggle("trace"));
    on("panel-close", "click", () => store.set({ panel: "" }));
    on("twin", "click", () => this.showTwin());
    on("side", "click", () => this.toggleSides());
    on("undo", "click", () => store.undo());
    on("story-open", "click", () => this.showStory(byId("story").hidden));
    this.dragOnCurve();
  }

  /** Let the curve be dragged, as the slider is. */
  dragOnCurve() {
    const { picture } = this.curve;
    const drag = (/** @type {any} */ event) => {
      if (event.buttons !== 1 || document.body.classList.contains("betting")) return;
      const box = picture.getBoundingClientRect();
      this.clock.to(Math.round(this.curve.at(event.clientX - box.left, event.clientY - box.top).week));
    };
    picture.addEventListener("pointerdown", drag);
    picture.addEventListener("pointermove", drag);
  }

  /** Choose a scenario. @param {string} scenario */
  choose(scenario) {
    this.store.choose({ life: firstLife(this.data, scenario), other: null, otherIs: "before", sideBySide: false });
  }

  /** Follow a change of scenario, chosen or taken back: begin at the start, with its story. */
  follow() {
    const { life, panel } = this.store.state;
    byId("scenario").value = life.scenario;
    fillStory(this.words, scenarioOf(this.data, life));
    this.live();
    this.store.set({ week: 0, playing: false, stop: null, selected: null, panel: panel === "organisation" || panel === "whatif" ? "" : panel });
    this.showStory(true);
  }

  /** Live again on other accidents. */
  another() {
    const { life, other } = this.store.state;
    const replicate = life.replicate + 1;
    this.store.choose({ life: { ...life, replicate }, other: other && { ...other, replicate } });
  }

  /** Put the twin beside the scenario as its file has it, or take it away. */
  showTwin() {
    const { life, other, otherIs } = this.store.state;
    if (other && otherIs === "twin") return this.store.choose({ other: null, sideBySide: false });
    const twin = twinOf(this.data, life);
    if (twin) this.store.choose({ life: { ...life, choices: {}, switches: [] }, other: twin, otherIs: "twin", sideBySide: true });
  }

  toggleSides() {
    if (this.store.state.other) this.store.choose({ sideBySide: !this.store.state.sideBySide });
  }

  /** @param {string} panel */
  toggle(panel) {
    this.whatIfShown = "";
    if (panel === "trace") this.trace.show();
    this.store.set({ panel: this.store.state.panel === panel ? "" : panel, playing: panel === "whatif" ? false : this.store.state.playing });
  }

  switchLanguage() {
    this.store.set({ language: this.store.state.language === "fr" ? "en" : "fr" });
  }
}

/** @param {Life} life @returns {Shown} */
function emptyOf(life) {
  return { life, record: null, ties: new Map(), futures: null };
}

/**
 * Return the ties of a week, or of the last one before it that is known.
 *
 * @param {Shown} one
 * @param {number} week
 */
function nearestTies(one, week) {
  for (let k = week; k >= 1; k--) if (one.ties.has(k)) return one.ties.get(k);
  return undefined;
}

/**
 * Return a week in words: its year and its week in that year.
 *
 * @param {number} week
 * @param {Words} words
 */
export function sayWeek(week, words) {
  const whole = Math.floor(week);
  if (whole < 1) return words.say("at_start");
  return words.say("year_and_week", { year: Math.floor((whole - 1) / 52) + 1, week: ((whole - 1) % 52) + 1, whole });
}

/** Open the page with what it was made with. */
async function begin() {
  const [data, engine] = await Promise.all(["data", "engine"].map((id) => unpack(byId(id).textContent)));
  const known = JSON.parse(new TextDecoder().decode(data));
  const lives = new Lives(await WebAssembly.compile(engine), known, byId("worker").textContent);
  const page = new Page(known, lives);
  /** @type {any} */ (window).entente = { lives, store: page.store, data: known, page }; // for tests, and for the curious
  page.open();
}

begin();
