// Runs the engine on the inputs of scenarios as Python made them, and writes what came out: one folder in, one out.
import { readFileSync, writeFileSync } from "node:fs";
import { Engine } from "../../entente/page/js/engine.js";

const [, , folder, rules] = process.argv;
const { layout, scenarios } = JSON.parse(readFileSync(`${folder}/given.json`, "utf8"));
const engine = new Engine(new WebAssembly.Module(readFileSync(rules)), layout);

const revive = (one) =>
  typeof one === "number" || typeof one === "string"
    ? BigInt(one)
    : "bytes" in one
      ? { shape: one.shape, bytes: new Uint8Array(Buffer.from(one.bytes, "base64")) }
      : Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, revive(inner)]));

const ends = {};
for (const [name, { inputs, seed, replicates, weeks }] of Object.entries(scenarios)) {
  const given = Object.fromEntries(Object.entries(inputs).map(([field, one]) => [field, revive(one)]));
  const results = engine.run({ ...given, weeks: Number(given.weeks) }, { seed, replicates, weeks });
  writeFileSync(`${folder}/${name}.weeks`, results.weeks);
  writeFileSync(`${folder}/${name}.summaries`, results.summaries);
  ends[name] = { ends: replicates.map((_, run) => results.end(run)), log: results.log(0), trust: Array.from(results.trust) };
}
writeFileSync(`${folder}/ends.json`, JSON.stringify(ends));
