/** The worker: lives partnerships on the engine. */

import { compose } from "./compose.js";
import { Engine } from "./engine.js";
import { makeInputs } from "./inputs.js";

/** @type {Engine | undefined} */
let engine;

onmessage = ({ data }) => {
  if (data.module) engine = new Engine(data.module, data.layout);
  else if (engine) {
    const { scenario, choices, tables, asked } = data;
    const results = engine.run(/** @type {any} */ (makeInputs(compose(scenario, choices, tables), tables)), asked);
    postMessage({ weeks: results.weeks.slice(), summaries: results.summaries.slice() });
  }
};
