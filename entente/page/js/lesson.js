/** A lesson in the room: its steps one after the other, what each puts on the screen, and the way back. */

import { Bets, newBet } from "./bets.js";
import { byId, h } from "./dom.js";
import { Notes } from "./notes.js";
import { lifeOf, mergeChoices, scenarioOf } from "./state.js";
import { bodyOf, textsAloud } from "./steps.js";

/**
 * @typedef {import("./worker.js").Life} Life
 * @typedef {import("./bets.js").Bet} Bet
 * @typedef {Object<string, any>} Step as `entente/page/lesson_steps.py` declares it
 * @typedef {{id: string, scenario: string, title: any, summary: any, minutes: number, steps: Step[]}} LessonData
 * @typedef {{state: Partial<import("./state.js").State>, base: Life}} Entry what there was when a step was reached
 */

const KEPT = /** @type {const} */ (["life", "other", "otherIs", "sideBySide", "week"]);

export class Lesson {
  /** @param {import("./main.js").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {LessonData?} */
    this.data = null;
    this.rank = 0;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Map<number, Bet>} */
    this.made = new Map();
    /** @type {Life} the life that changes start from */
    this.base = page.store.state.life;
    /** @type {string[]} organisations of the tables that stay away */
    this.away = [];
    this.bets = new Bets(page);
    this.notes = new Notes(this);
    page.store.listen((state, before) => this.follow(state, before));
  }

  /** Show the lesson that goes on, or the list of lessons; put it away when it is there already. */
  toggle() {
    const { store } = this.page;
    this.page.showStory(false);
    store.set({ panel: store.state.panel === "lesson" ? "" : "lesson" });
    this.show();
  }

  /**
   * Begin a lesson.
   *
   * @param {string} id
   */
  begin(id) {
    this.data = this.page.data.lessons.find((/** @type {LessonData} */ one) => one.id === id) ?? null;
    this.entries = [];
    this.made.clear();
    this.away = [];
    this.notes.began = Date.now();
    if (this.data) this.page.trace.began(this.data);
    this.enter(0);
  }

  /** Leave the lesson, and what it hides is seen again. */
  end() {
    this.data = null;
    this.bets.show([], null);
    this.page.store.set({ fan: "all", stop: null });
    this.notes.follow();
    this.show();
  }

  next() {
    if (this.data && this.rank + 1 < this.data.steps.length) this.enter(this.rank + 1);
  }

  /** Go back to the step before, as it was when it was reached. */
  back() {
    if (!this.data || this.rank === 0) return;
    const { state, base } = this.entries[this.rank - 1];
    this.base = base;
    this.page.store.set({ ...state, playing: false });
    this.enter(this.rank - 1);
  }

  /**
   * Reach a step.
   *
   * @param {number} rank
   */
  enter(rank) {
    if (!this.data) return;
    const { store, trace } = this.page;
    trace.find();
    trace.picture();
    this.rank = rank;
    this.entries[rank] = { state: Object.fromEntries(KEPT.map((name) => [name, store.state[name]])), base: this.base };
    const step = this.data.steps[rank];
    store.set({ playing: false, panel: "lesson", fan: "none" });
    if (step.kind === "ask" && !this.made.has(rank)) this.made.set(rank, newBet(/** @type {any} */ (step)));
    this.setScene(step);
    this.page.showStory(false); // which another scenario shows, and the answer with it
    const hidden = this.waiting().length > 0 && step.kind !== "reveal";
    store.set({ fan: hidden ? "none" : "lived" });
    this.bets.show(this.waiting(), step.kind === "ask" ? this.made.get(rank) ?? null : null);
    if (step.kind === "reveal") this.reveal();
    this.show();
    this.notes.follow();
    byId("lesson").querySelector("h2")?.focus();
  }

  /**
   * Put on the stage what a step is about.
   *
   * @param {Step} step
   */
  setScene(step) {
    const { store, data } = this.page;
    const { scenario } = /** @type {LessonData} */ (this.data);
    const bare = lifeOf(scenario, data.start.seed);
    if (this.rank === 0 || step.of === "scenario") this.stage(bare, null, 0);
    if (step.of === "twin") this.stage(this.twinOf(bare), null, 0);
    if (step.kind === "change") {
      const other = step.choices ? (step.twin ? this.changed(step.twin, step.week) : this.base) : null;
      store.choose({ life: step.choices ? this.changed(step.choices, step.week) : this.base, other, otherIs: step.twin ? "twin" : "before", sideBySide: false });
      store.set({ week: step.week - 1 });
    }
    if (step.kind === "compare") {
      store.choose({ life: this.base, other: this.twinOf(this.base), otherIs: "twin", sideBySide: true });
      store.set({ week: 0 });
    }
    if (step.kind === "role") {
      this.away = [];
      store.set({ week: step.week - 1 });
    }
    store.set({ stop: step.until ?? null });
  }

  /**
   * Put a life on the stage from which changes will start.
   *
   * @param {Life} life
   * @param {Life?} other
   * @param {number} week
   */
  stage(life, other, week) {
    this.base = life;
    this.page.store.choose({ life, other, otherIs: "before", sideBySide: false });
    this.page.store.set({ week, selected: null });
  }

  /** @param {Life} life */
  twinOf(life) {
    const { twin } = scenarioOf(this.page.data, life);
    return twin ? { ...life, choices: mergeChoices(life.choices, twin.choices) } : life;
  }

  /**
   * Return the life from which changes start, changed from a week on.
   *
   * @param {import("./compose.js").Choices} choices
   * @param {number} week
   * @returns {Life}
   */
  changed(choices, week) {
    const { base } = this;
    const merged = mergeChoices(base.choices, choices);
    return week > 1 ? { ...base, switches: [{ week, choices: merged }] } : { ...base, choices: merged };
  }

  /**
   * Have what the tables decided lived from now on.
   *
   * @param {import("./compose.js").Choices} choices
   */
  decide(choices) {
    const { base } = this.entries[this.rank];
    this.base = { ...base, choices: mergeChoices(base.choices, choices) };
    this.page.store.choose({ life: this.base, other: null, otherIs: "before", sideBySide: false });
  }

  /** Return the bets that are made and not yet revealed before this step, this one's included. */
  waiting() {
    const steps = this.data?.steps ?? [];
    const before = steps.slice(0, this.rank).map(({ kind }) => kind);
    const from = before.lastIndexOf("reveal") + 1;
    return [...this.made].filter(([rank]) => rank >= from && rank <= this.rank).map(([, bet]) => bet);
  }

  /** Show what came of the bets: the life that decides beside the other, and in how many lives each sentence is true. */
  async reveal() {
    const { store } = this.page;
    const bets = this.waiting();
    const wantsTwin = bets.some(({ ask }) => ask.decided_by?.beside === "twin");
    const { life, other, otherIs } = store.state;
    if (wantsTwin && !(other && otherIs === "twin")) store.choose({ other: this.twinOf(life), otherIs: "twin" });
    const beside = store.state.other;
    this.page.trace.bets(bets);
    await Promise.all(bets.filter(({ ask, counts }) => ask.decided_by && !counts).map((bet) => this.bets.count(bet, life, beside)));
    if (this.data?.steps[this.rank].kind === "reveal") this.show();
  }

  /**
   * Follow what is chosen outside of the lesson: it ends with another scenario, and speaks the other language.
   *
   * @param {import("./state.js").State} state
   * @param {import("./state.js").State} before
   */
  follow(state, before) {
    if (this.data && state.life.scenario !== this.data.scenario && before.life.scenario === this.data.scenario) return this.end();
    if (state.life.replicate !== this.base.replicate) this.base = { ...this.base, replicate: state.life.replicate };
    if (state.language !== before.language) {
      this.show();
      this.notes.follow();
    }
    const isPlayed = state.playing !== before.playing;
    if (this.data && (isPlayed || (state.panel === "lesson" && before.panel !== "lesson"))) this.show();
  }

  /** @param {Step} step */
  titleOf(step) {
    const { words } = this.page;
    return words.text(step.title) || words.say(`step_${step.kind}`);
  }

  /** @param {Step} step */
  readAloud(step) {
    return textsAloud(this, step);
  }

  /** Fill the panel: the list of lessons, or the step that is reached. */
  show() {
    const { page, data, rank } = this;
    const { words } = page;
    if (!data) {
      const lessons = page.data.lessons.map((/** @type {LessonData} */ one) => h("li", {},
        h("button", { type: "button", click: () => this.begin(one.id) }, words.text(one.title)),
        h("p", {}, words.text(one.summary), " ", words.say("minutes", { count: words.number(one.minutes) }))));
      return byId("lesson").replaceChildren(h("h2", { tabindex: -1 }, words.say("lessons")), h("ul", { class: "lessons" }, ...lessons));
    }
    const step = data.steps[rank];
    byId("lesson").replaceChildren(
      h("p", { class: "where" }, words.text(data.title), " · ", words.say("step_of", { number: words.number(rank + 1), all: words.number(data.steps.length) })),
      h("h2", { tabindex: -1 }, this.titleOf(step)),
      ...bodyOf(this, step),
      h("div", { class: "buttons ways" },
        h("button", { type: "button", id: "lesson-back", disabled: rank === 0, click: () => this.back() }, words.say("back")),
        h("button", { type: "button", id: "lesson-next", class: "main", disabled: rank + 1 === data.steps.length, click: () => this.next() }, words.say("next"))),
      h("div", { class: "buttons aids" },
        h("button", { type: "button", click: () => this.notes.open() }, words.say("notes")),
        h("button", { type: "button", click: () => this.notes.print() }, words.say("print_notes")),
        h("button", { type: "button", click: () => this.end() }, words.say("end_lesson"))),
    );
  }
}
