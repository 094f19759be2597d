/** Roles: each table is one organisation, sees its reasons, and decides whether it comes for three months. */

import { h, write } from "./dom.js";
import { bothLanguages, reasonsOf } from "./organisation.js";
import { nameOf } from "./stage.js";
import { mergeChoices } from "./state.js";
import { stayAway } from "./whatif.js";

/**
 * Return the organisations of the tables, each with its reasons and its decision.
 *
 * @param {import("./lesson.js").Lesson} lesson
 * @param {import("./lesson.js").Step} step
 * @returns {Node[]}
 */
export function tablesOf(lesson, step) {
  const { page } = lesson;
  const { words, lives } = page;
  const { record } = page.shown.a;
  if (!record) return [];
  lives.forget("tables");
  const sayAway = () => words.say("tables_away", { count: words.number(lesson.away.length), all: words.number(step.organisations.length) });
  const life = lesson.entries[lesson.rank].base;
  const tables = step.organisations.map((/** @type {string} */ id, /** @type {number} */ k) => {
    const row = record.rows.findIndex((/** @type {any} */ one) => one.id === id);
    const name = nameOf(record.rows[row], words);
    const reasons = h("div", { class: "reasons" });
    lives.ask("reasons", { life, week: step.week - 1, row }, "tables").then((found) => reasons.replaceChildren(...reasonsOf(found, words)));
    const decision = (/** @type {boolean} */ stays) => h("label", {},
      h("input", { type: "radio", name: `table-${id}`, checked: lesson.away.includes(id) === stays, change: () => {
        lesson.away = lesson.away.filter((one) => one !== id).concat(stays ? [id] : []);
        decide(lesson, step);
        write(hint, sayAway());
      } }), " ", words.say(stays ? "table_stays" : "table_comes"));
    return h("details", { class: "table" },
      h("summary", {}, words.say("table_is", { number: words.number(k + 1), name })), reasons,
      h("fieldset", {}, h("legend", {}, words.say("table_decides", { weeks: words.number(step.weeks) })), decision(false), decision(true)));
  });
  const hint = h("p", { class: "hint" }, sayAway());
  return [...tables, hint];
}

/**
 * Have the tables' decisions lived.
 *
 * @param {import("./lesson.js").Lesson} lesson
 * @param {import("./lesson.js").Step} step
 */
function decide(lesson, step) {
  const { page } = lesson;
  const { rows } = page.shown.a.record;
  const choices = lesson.away.map((id) => stayAway(id, step.week, step.weeks, bothLanguages(page, "away", { who: rows.find((/** @type {any} */ one) => one.id === id) }), page.data));
  lesson.decide(choices.reduce(mergeChoices, {}));
}
