/** Speaker's notes: in a window of their own that follows the lesson and leads it, or on paper. */

import { h } from "./dom.js";
import { printSheet } from "./sheet.js";

const SECOND = 1000; // milliseconds

export class Notes {
  /** @param {import("./lesson.js").Lesson} lesson */
  constructor(lesson) {
    this.lesson = lesson;
    /** @type {Window?} */
    this.window = null;
    this.began = 0;
    setInterval(() => this.tick(), SECOND);
  }

  /** Open the window, or bring it to the front. */
  open() {
    if (!this.window || this.window.closed) this.window = window.open("", "entente-notes", "popup,width=760,height=860");
    if (!this.window) return this.print();
    const { document: page } = this.window;
    const style = page.createElement("style");
    style.textContent = document.querySelector("style")?.textContent ?? "";
    page.head.replaceChildren(style);
    this.follow();
    this.window.focus();
  }

  /** Show the notes of the step that is reached. */
  follow() {
    if (!this.window || this.window.closed) return;
    const { document: page } = this.window;
    page.documentElement.lang = document.documentElement.lang;
    const { lesson } = this;
    const { words } = lesson.page;
    if (!lesson.data) return void page.body.replaceChildren();
    const { data, rank } = lesson;
    const step = data.steps[rank];
    const next = data.steps[rank + 1];
    page.title = words.say("notes_of", { title: words.text(data.title) });
    page.body.className = "notes";
    page.body.replaceChildren(
      h("h1", {}, words.text(data.title)),
      h("p", {}, words.say("step_of", { number: words.number(rank + 1), all: words.number(data.steps.length) }), " · ", words.say("minutes", { count: words.number(step.minutes) }), " · ", h("output", { id: "passed" })),
      h("h2", {}, lesson.titleOf(step)),
      h("p", { class: "said" }, words.text(step.notes)),
      h("div", { class: "buttons" },
        h("button", { type: "button", click: () => lesson.back() }, words.say("back")),
        h("button", { type: "button", class: "main", click: () => lesson.next() }, words.say("next"))),
      ...(next ? [h("h3", {}, words.say("then")), h("p", {}, lesson.titleOf(next))] : []),
    );
    this.tick();
  }

  /** Count the minutes that have passed beside those that were planned until the end of this step. */
  tick() {
    const output = this.window && !this.window.closed ? this.window.document.getElementById("passed") : null;
    const { data, rank, page } = this.lesson;
    if (!output || !data) return;
    const planned = data.steps.slice(0, rank + 1).reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.minutes, 0);
    const passed = Math.floor((Date.now() - this.began) / (60 * SECOND));
    output.textContent = page.words.say("passed_of", { passed: page.words.number(passed), planned: page.words.number(planned) });
  }

  /** Print the notes of the whole lesson. */
  print() {
    const { data, page } = this.lesson;
    const { words } = page;
    if (!data) return;
    let minutes = 0;
    printSheet([h("h1", {}, words.text(data.title)), ...data.steps.flatMap((/** @type {any} */ step, /** @type {number} */ k) => {
      const from = minutes;
      minutes += step.minutes;
      return [
        h("h2", {}, `${k + 1}. ${this.lesson.titleOf(step)} `, h("small", {}, words.say("from_to", { from: words.number(from), to: words.number(minutes) }))),
        ...this.lesson.readAloud(step).map((text) => h("p", { class: "aloud" }, text)),
        h("p", { class: "said" }, words.text(step.notes)),
      ];
    })]);
  }
}
