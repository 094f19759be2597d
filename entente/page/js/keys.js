/** The keys: each does what a control does; they can be switched off, and never take a key from a control. */

import { byId } from "./dom.js";

/** Whether keys without Ctrl act: they can be switched off. */
export const localKeys = { on: true };

const CONTROLS = "input, select, textarea, button, summary, a, [tabindex], [role=button]";

/** @param {import("./main.js").Page} page */
export function listen(page) {
  const { clock, store } = page;
  /** @type {Object<string, () => void>} */
  const acts = {
    k: () => clock.toggle(),
    ArrowRight: () => clock.go(1),
    ArrowLeft: () => clock.go(-1),
    r: () => clock.to(0),
    n: () => page.another(),
    w: () => page.toggle("whatif"),
    c: () => page.toggleSides(),
    t: () => page.showTwin(),
    l: () => page.switchLanguage(),
    u: () => store.undo(),
    "?": () => page.toggle("help"),
  };
  addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    const onControl = target.closest(CONTROLS) !== null;
    if (event.key === "Escape") return store.set({ panel: "", selected: null });
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !target.matches("input[type=text], textarea")) return store.undo();
    if (event.ctrlKey || event.metaKey || event.altKey || !localKeys.on) return;
    if (target.matches("input:not([type=range]):not([type=checkbox]), textarea, select")) return;
    const key = event.key === " " ? "k" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!(key in acts) || (onControl && (event.key === " " || event.key.startsWith("Arrow")))) return;
    event.preventDefault();
    acts[key]();
  });
  byId("panel").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") byId("play").focus();
  });
}
