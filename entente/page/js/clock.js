/** The clock: plays the weeks one after the other, stops where it is told, and goes to any week. */

const WEEKS_A_SECOND = 4; // 156 weeks in 39 seconds
const STILL = 2; // weeks at a time where movement is to be spared

/** @typedef {import("./state.js").Store} Store */

export class Clock {
  /**
   * @param {Store} store
   * @param {() => number} weeks how many there are
   */
  constructor(store, weeks) {
    this.store = store;
    this.weeks = weeks;
    this.isStill = matchMedia("(prefers-reduced-motion: reduce)");
    this.before = 0;
    this.due = 0;
    this.isTicking = false;
  }

  /** Play, or pause; from the beginning when everything is lived. */
  toggle() {
    const { playing, week } = this.store.state;
    if (!playing && week >= this.weeks()) this.store.set({ week: 0 });
    this.store.set({ playing: !playing });
  }

  /**
   * Go so many weeks on or back, and pause.
   *
   * @param {number} weeks
   */
  go(weeks) {
    this.to(Math.floor(this.store.state.week) + weeks);
  }

  /**
   * Go to a week, and pause.
   *
   * @param {number} week
   */
  to(week) {
    this.store.set({ playing: false, week: Math.min(this.weeks(), Math.max(0, week)) });
  }

  /** Begin to tick when the state says that it plays. */
  follow() {
    if (!this.store.state.playing || this.isTicking) return;
    this.isTicking = true;
    this.before = performance.now();
    requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {number} now in milliseconds */
  tick(now) {
    const { playing, speed, stop, week } = this.store.state;
    if (!playing) return void (this.isTicking = false);
    const passed = (speed * WEEKS_A_SECOND * Math.max(0, now - this.before)) / 1000;
    const isStill = this.isStill.matches;
    if (!isStill || passed >= STILL) {
      this.before = now;
      const last = stop !== null && stop > week ? Math.min(stop, this.weeks()) : this.weeks();
      const next = Math.min(last, week + (isStill ? Math.floor(passed) : passed));
      this.store.set(next >= last ? { week: last, playing: false } : { week: next });
    }
    requestAnimationFrame((later) => this.tick(later));
  }
}
