/** What a step of a lesson shows in the panel, and what of it is read aloud. */

import { resultsOf } from "./bets.js";
import { h } from "./dom.js";
import { tablesOf } from "./role.js";
import { printSheet } from "./sheet.js";
import { scenarioOf } from "./state.js";

const QUESTIONS = ["description", "feelings", "analysis", "transfer", "action"];

/**
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {import("./lesson.js").Step} Step
 */

/**
 * Return what a step shows.
 *
 * @param {Lesson} lesson
 * @param {Step} step
 * @returns {Node[]}
 */
export function bodyOf(lesson, step) {
  const texts = textsAloud(lesson, step).map((text) => h("p", { class: "aloud" }, text));
  const { words, store } = lesson.page;
  switch (step.kind) {
    case "play":
    case "compare":
      return [...texts, playButton(lesson, step)];
    case "ask":
      return [h("p", { class: "aloud" }, words.text(step.question)), ...controlsOf(lesson)];
    case "reveal":
      return [...texts, ...(lesson.waiting().some(({ ask }) => ask.draw === null) ? [h("p", { class: "hint" }, words.say("results_hint"))] : []), ...lesson.waiting().flatMap((bet) => [h("h3", {}, words.text(bet.ask.question)),
        bet.ask.draw === null ? resultsOf(bet, words) : h("p", {}, words.say("curves_drawn"))])];
    case "change":
      return step.choices ? [...texts, playButton(lesson, step)] : [...texts,
        h("div", { class: "buttons" }, h("button", { type: "button", click: () => store.set({ panel: "whatif", playing: false }) }, words.say("whatif"))), playButton(lesson, step)];
    case "role":
      return [...texts, ...tablesOf(lesson, step)];
    case "debrief":
      return [...questionsOf(lesson, step), ...keepField(lesson, "debrief"),
        h("div", { class: "buttons" }, h("button", { type: "button", click: () => printSheet([h("h1", {}, words.text(lesson.data?.title)), ...questionsOf(lesson, step)]) }, words.say("print_questions")))];
    case "limits":
      return [h("h3", {}, words.say("answer")), h("p", { class: "aloud" }, texts[0].textContent), h("h3", {}, words.say("cannot_say")),
        h("ul", {}, ...step.texts.map((/** @type {any} */ one) => h("li", {}, words.text(one)))), ...keepField(lesson, "limits")];
    default:
      return texts;
  }
}

/**
 * Return the texts of a step that are read aloud.
 *
 * @param {Lesson} lesson
 * @param {Step} step
 * @returns {string[]}
 */
export function textsAloud(lesson, step) {
  const { words, data } = lesson.page;
  const told = scenarioOf(data, /** @type {any} */ ({ scenario: lesson.data?.scenario }));
  if (step.kind === "ask") return [step.question, ...step.choices.map((/** @type {any} */ one) => one.text)].map((one) => words.text(one));
  if (step.kind === "limits") return [told.idea, ...step.texts].map((one) => words.text(one));
  if (step.kind === "debrief") return QUESTIONS.flatMap((name) => step.questions[name].map((/** @type {any} */ one) => words.text(one)));
  const text = words.text(step.text) || (step.kind === "story" ? words.text(told.story) : "");
  return text ? [text] : [];
}

/**
 * Return the button that plays until where the step stops.
 *
 * @param {Lesson} lesson
 * @param {Step} step
 */
function playButton(lesson, step) {
  const { words, store, clock } = lesson.page;
  const { playing } = store.state;
  const text = playing ? words.say("pause") : step.until ? words.say("play_until", { week: words.number(step.until) }) : words.say("play_to_end");
  return h("div", { class: "buttons" }, h("button", { type: "button", id: "lesson-play", class: "main", click: () => clock.toggle() }, text));
}

/** @param {Lesson} lesson */
function controlsOf(lesson) {
  const bet = lesson.made.get(lesson.rank);
  if (!bet) return [];
  return lesson.bets.controls(bet, () => {
    lesson.bets.draw();
    lesson.show();
  });
}

/**
 * Return the questions of a debrief, in their order.
 *
 * @param {Lesson} lesson
 * @param {Step} step
 */
function questionsOf(lesson, step) {
  const { words } = lesson.page;
  return QUESTIONS.flatMap((name) => [h("h3", {}, words.say(`debrief_${name}`)),
    h("ul", { class: "questions" }, ...step.questions[name].map((/** @type {any} */ one) => h("li", {}, words.text(one))))]);
}

/**
 * Return a field whose text goes into the trace.
 *
 * @param {Lesson} lesson
 * @param {string} key
 */
function keepField(lesson, key) {
  const { words, trace } = lesson.page;
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { rows: 3, input: () => trace.said.set(key, area.value) }));
  area.value = trace.said.get(key) ?? "";
  return [h("label", { class: "field" }, h("span", {}, words.say(`keep_${key}`)), area)];
}
