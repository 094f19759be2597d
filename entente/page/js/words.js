/** The words of the page in the language that is chosen: its own texts, the titles of everything, numbers. */

/** @typedef {{fr: string, en: string}} Text */

export class Words {
  /**
   * @param {Object<string, any>} data what the page was made with
   * @param {string} language `fr` or `en`
   */
  constructor(data, language) {
    this.data = data;
    this.language = language;
    this.locale = language === "fr" ? "fr-CA" : "en-CA";
  }

  /**
   * Return one of the page's own texts, with what stands in its braces.
   *
   * @param {string} key
   * @param {Object<string, string | number>} [values]
   */
  say(key, values = {}) {
    const text = this.data.words[this.language][key];
    if (text === undefined) throw new Error(`the page has no words for ${key}`);
    return text.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) => String(values[name] ?? whole));
  }

  /**
   * Return a text in the language, or in the other one where it is missing.
   *
   * @param {Text | string | undefined} text
   * @returns {string}
   */
  text(text) {
    if (!text || typeof text === "string") return text ?? "";
    return this.language === "fr" ? text.fr || text.en : text.en || text.fr;
  }

  /**
   * Return a share as a percentage.
   *
   * @param {number} share
   */
  percent(share) {
    return new Intl.NumberFormat(this.locale, { style: "percent" }).format(share);
  }

  /**
   * Return a number, with so many decimals at most.
   *
   * @param {number} number
   * @param {number} [decimals]
   */
  number(number, decimals = 0) {
    return new Intl.NumberFormat(this.locale, { maximumFractionDigits: decimals }).format(number);
  }

  /**
   * Return a value with its unit in words.
   *
   * @param {number} value
   * @param {{unit: string, low: number, high: number}} about as it is declared
   * @param {number} [decimals]
   */
  quantity(value, { unit, low, high }, decimals = 1) {
    const { percent, forms } = this.data.names.units[unit];
    if (percent || (!unit && low === 0 && high <= 1)) return this.percent(value);
    const isOne = this.language === "fr" ? Math.abs(value) < 2 : value === 1;
    return forms[this.language][isOne ? 0 : 1].replace("{count}", this.number(value, decimals));
  }

  /**
   * Return texts one after the other, as a sentence lists them.
   *
   * @param {string[]} texts
   */
  list(texts) {
    return new Intl.ListFormat(this.locale, { type: "conjunction" }).format(texts);
  }

  /**
   * Write the page's own texts where the page asks for them.
   *
   * @param {ParentNode} root
   */
  apply(root) {
    for (const element of root.querySelectorAll("[data-say]")) {
      element.textContent = this.say(/** @type {HTMLElement} */ (element).dataset.say ?? "");
    }
    for (const element of root.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", this.say(/** @type {HTMLElement} */ (element).dataset.label ?? ""));
    }
  }
}
