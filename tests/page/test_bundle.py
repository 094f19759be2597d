"""The modules of the page as one script: it does what they do, and what no script can hold is refused."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from composed import NODE, Case, answer, scenario_once, tables_once

import entente.page
from entente.page.bundle import BundleError, bundle_modules, read_module

MODULES = Path(entente.page.__file__).with_name("js")
needs_node = pytest.mark.skipif(NODE is None, reason="Node, which runs the page's modules here, is not installed")
ENTRY = """\
import { compose } from "./compose.js";
import { switchInWeek } from "./fork.js";
import {
  makeInputs as inputsOf,
  entries,
} from "./inputs.js";

export const made = { compose, switchInWeek, inputsOf, entries };
globalThis.made = made;
"""
RUN = """\
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
const { scenario, tables, choices } = JSON.parse(readFileSync(process.argv[2], "utf8"));
new Function(readFileSync(process.argv[3], "utf8"))();
const settings = made.compose(scenario, choices, tables);
const digests = {};
for (const [name, one] of Object.entries(made.inputsOf(settings, tables))) {
  if (one.bytes) digests[name] = [one.shape, createHash("blake2b512").update(one.bytes).digest("hex")];
}
console.log(JSON.stringify({ settings, digests }));
"""


def written(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "main.js"


@needs_node
def test_a_script_does_what_its_modules_do(tmp_path):
    choices = {"leadership": "shared", "lever": ["visits"]}
    for path in MODULES.glob("*.js"):
        shutil.copy(path, tmp_path)
    script, given, run = (tmp_path / name for name in ("script.txt", "given.json", "run.mjs"))
    script.write_text(bundle_modules(written(tmp_path, main=ENTRY)), encoding="utf-8")
    given.write_text(
        json.dumps({"scenario": scenario_once("lethbridge"), "tables": tables_once(), "choices": choices}),
        encoding="utf-8",
    )
    run.write_text(RUN, encoding="utf-8")
    found = json.loads(subprocess.run([NODE, run, given, script], check=True, capture_output=True).stdout)
    alone = answer(tmp_path, [Case("lethbridge", choices)])["cases"][0]
    assert found["settings"] == alone["settings"]
    assert found["digests"] == {name: one for name, one in alone["inputs"].items() if name in found["digests"]}
    assert len(found["digests"]) > 10


@needs_node
def test_every_module_of_the_page_is_one_that_a_script_can_hold(tmp_path):
    for entry in ("main.js", "worker.js"):
        (tmp_path / entry).write_text(bundle_modules(MODULES / entry), encoding="utf-8")
        subprocess.run([NODE, "--check", tmp_path / entry], check=True)
    for path in MODULES.glob("*.js"):
        assert read_module(path).text


def test_a_module_comes_after_those_that_it_imports_and_once(tmp_path):
    entry = written(
        tmp_path,
        main='import { b } from "./b.js";\nimport { a as first } from "./a.js";\nuse(first, b);\n',
        b='import { a } from "./a.js";\nexport const b = a + 1;\n',
        a="export const a = 1;\n",
    )
    script = bundle_modules(entry)
    places = [script.index(f"const ${name} = ") for name in ("a", "b", "main")]
    assert places == sorted(places)
    assert script.count("const a = 1;") == 1
    assert "const { a: first } = $a;" in script
    assert "return { b };" in script


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('import all from "./a.js";', "import all"),
        ('import * as all from "./a.js";', "import *"),
        ('import "./a.js";', "import"),
        ('import { a } from "https://elsewhere.org/a.js";', "import { a }"),
        ('import { a } from "../a.js";', "import { a }"),
        ("export default 1;", "export default"),
        ("export { a };", "export { a }"),
        ("export let a = 1;", "export let"),
        ('export * from "./a.js";', "export *"),
        ('const text = "</script>";', "</script"),
        ("const text = '<!-- ';", "<!--"),
        ('import { a } from "./nowhere.js";', "nowhere.js"),
    ],
)
def test_what_a_script_cannot_hold_is_refused(tmp_path, text, words):
    with pytest.raises(BundleError) as error:
        bundle_modules(written(tmp_path, main=f"{text}\n", a="export const a = 1;\n"))
    assert words in str(error.value)


def test_modules_that_import_one_another_are_refused_by_name(tmp_path):
    entry = written(
        tmp_path,
        main='import { a } from "./a.js";\n',
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { a } from "./a.js";\nexport const b = 1;\n',
    )
    with pytest.raises(BundleError, match=r"main\.js > a\.js > b\.js > a\.js"):
        bundle_modules(entry)
