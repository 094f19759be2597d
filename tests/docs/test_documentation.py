"""The generated parts of the documentation are current, and what the pages say of the code holds."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from pages import PAGES, ROOT

from entente.docs_build import __main__ as command
from entente.docs_build import pages as generated
from entente.docs_build.constants import constants
from entente.sim.batch import make_inputs
from entente.sim.chance import make_draws
from entente.sim.rules.start import start
from entente.sim.state import make_state
from entente.sim.validation.validate import validate

ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
FLAT = " ".join(ODD.split())
ELEMENTS = [
    "1. Purpose and patterns",
    "2. Entities, state variables, and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
]
CONCEPTS = [
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
]  # fmt: skip


def test_generated_parts_are_current(capsys):
    assert command.main(["--check"]) == 0, f"{capsys.readouterr().out}run: python -m entente.docs_build"


def test_a_stale_page_is_found_and_rewritten(tmp_path, monkeypatch):
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text(
        "<!-- table: stages -->\nold\n<!-- end -->\n<!-- value: weeks -->1<!-- /value -->\n", encoding="utf-8"
    )
    for module in (generated, command):
        monkeypatch.setattr(module, "HERE", tmp_path / "entente")
    assert command.main(["--check"]) == 1
    assert "old" in page.read_text(encoding="utf-8")
    assert command.main([]) == 0
    assert "| `vision` |" in page.read_text(encoding="utf-8")
    assert command.main(["--check"]) == 0


@pytest.mark.parametrize(
    "text", ["<!-- table: nothing -->\n<!-- end -->", "<!-- value: a.b --><!-- /value -->", "<!-- table: stages -->\n"]
)
def test_what_cannot_be_generated_is_refused(text):
    with pytest.raises((KeyError, ValueError)):
        generated.rewrite(text)


def test_values_are_written_in_the_language_of_the_page():
    english = generated.rewrite("<!-- value: partners.trust --><!-- /value -->")
    french = generated.rewrite("<!-- value: partners.trust fr --><!-- /value -->")
    assert re.search(r">\d\.\d<", english)
    assert re.search(r">\d,\d<", french)


def test_the_odd_has_its_seven_elements_in_order():
    found = [line.removeprefix("## ") for line in ODD.splitlines() if line.startswith("## ")]
    assert found == [*ELEMENTS, "References"]
    concepts = ODD[ODD.index("## 4. ") : ODD.index("## 5. ")]
    assert re.findall(r"^### (.*)$", concepts, re.MULTILINE) == CONCEPTS
    assert all(f"| P{k} |" in ODD for k in range(1, 15))


def test_the_odd_names_every_function_of_the_rules():
    functions = [
        (path.name, node.name)
        for path in sorted((ROOT / "sim" / "rules").glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    ]
    assert len(functions) > 60
    assert [one for one in functions if f"`{one[1]}`" not in ODD] == []


def test_the_odd_names_no_constant_that_does_not_exist():
    said = set(re.findall(r"`([A-Z][A-Z_]+)`", ODD)) | {
        name.replace("\\_", "_") for name in re.findall(r"\\mathtt\{([A-Z\\_]+)\}", ODD)
    }
    known = {name for name, *_ in constants()}
    assert said <= known
    assert all(meaning for _, _, meaning, _ in constants())


def test_equations_are_well_formed():
    for block in re.findall(r"```math\n(.*?)```", ODD, re.DOTALL):
        assert block.count("{") == block.count("}"), block
        for big in ("bigl", "Bigl"):
            assert block.count(f"\\{big}") == block.count(f"\\{big[:-1]}r"), block


def test_the_first_values_of_states_are_those_of_the_page():
    said = re.search(
        r"fairness and recognition at `(\w+)`, information at `(\w+)`, presence and language at `(\w+)`\.", FLAT
    )
    values = {name: float(value) for name, value, *_ in constants() if name in said.groups()}
    settings = validate({"lead": "a", "organisations": {"a": {}, "b": {}}})
    plan = make_inputs(settings)
    state = make_state(plan)
    start(state, plan, make_draws(plan.keys, plan.ties), np.array([1, 0], dtype=np.uint64))
    one = state.organisation[0]
    found = (one.fairness, one.recognition, one.information, one.presence, one.language)
    a, b, c = (values[name] for name in said.groups())
    assert found == (a, a, b, c, c)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)", text):
        other = page.parent / target if target else page
        assert other.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.*)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}, anchor


def test_nothing_names_a_place_of_one_machine():
    for page in PAGES:
        assert not re.search(r"/(work|tmp|home|root)/", page.read_text(encoding="utf-8")), page


def test_the_readme_has_its_two_commands_on_one_line_each():
    text = Path(ROOT / "README.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"<!-- (run|test) -->\n```bash\n(.+)\n```", text))
    assert found == {
        "run": "python3 -m pip install -c constraints.txt . && entente run",
        "test": 'python3 -m pip install -c constraints.txt -e ".[test]" && pytest',
    }
