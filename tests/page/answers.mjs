// Composes what a file of cases asks for, and writes the settings and the digest of each array.
// node answers.mjs CASES.json ANSWERS.json
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const modules = new URL("../../entente/page/js/", import.meta.url);
const { makeAccount } = await import(new URL("account.js", modules).href);
const { blake2b } = await import(new URL("blake2b.js", modules).href);
const { compose } = await import(new URL("compose.js", modules).href);
const { switchInWeek } = await import(new URL("fork.js", modules).href);
const { exponential } = await import(new URL("formulas.js", modules).href);
const { makeInputs } = await import(new URL("inputs.js", modules).href);

const [asked, answered] = process.argv.slice(2);
const { tables, scenarios, cases, names, numbers } = JSON.parse(readFileSync(asked, "utf8"));

function digest(value) {
  if (typeof value === "number") return value;
  if (value.bytes) return [value.shape, createHash("blake2b512").update(value.bytes).digest("hex")];
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, digest(one)]));
}

const answers = {
  cases: cases.map(({ scenario, choices, later, week, twin }) => {
    const first = compose(scenarios[scenario], twin ? scenarios[scenario].twin.choices : choices, tables);
    const settings = later ? switchInWeek(first, compose(scenarios[scenario], later, tables), week, tables) : first;
    const inputs = makeInputs(settings, tables);
    return { settings, inputs: digest(inputs), account: makeAccount(settings, inputs, tables) };
  }),
  names: names.map((name) => Buffer.from(blake2b(name, 8)).toString("hex")),
  numbers: numbers.map((number) => exponential(number, tables.exponential)),
};
writeFileSync(answered, JSON.stringify(answers));
