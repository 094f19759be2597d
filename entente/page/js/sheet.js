/** What is printed instead of the screen, or kept as a file of its own. */

import { byId } from "./dom.js";

/**
 * Print some elements alone, on the paper of the place.
 *
 * @param {Node[]} nodes
 */
export function printSheet(nodes) {
  const sheet = byId("sheet");
  sheet.replaceChildren(...nodes);
  sheet.hidden = false;
  document.body.classList.add("printing");
  addEventListener("afterprint", () => {
    document.body.classList.remove("printing");
    sheet.hidden = true;
  }, { once: true });
  print();
}

/**
 * Keep some elements as a page, which the browser saves.
 *
 * @param {Node[]} nodes
 * @param {string} title
 * @param {string} name of the file
 */
export function saveSheet(nodes, title, name) {
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = document.documentElement.lang;
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  const style = page.createElement("style");
  style.textContent = document.querySelector("style")?.textContent ?? "";
  page.head.prepend(charset);
  page.head.append(style);
  const sheet = page.createElement("main");
  sheet.id = "sheet";
  sheet.append(...nodes.map((one) => page.importNode(one, true)));
  page.body.append(sheet);
  save(`<!doctype html>\n${page.documentElement.outerHTML}`, "text/html", name);
}

/**
 * Have the browser save a text.
 *
 * @param {string} text
 * @param {string} type
 * @param {string} name of the file
 */
export function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
