"""The house: imports point one way, data folders hold data, modules and functions stay short, one order of the week."""

import ast
import inspect
from pathlib import Path

import pytest

from entente.sim import week
from entente.sim.chance import Draws
from entente.sim.partnership import Partnership

ROOT = Path(__file__).parents[1]
# Each may know those before it.
STOREYS = {"sim": "sim", "i18n": "entente/i18n", "analysis": "analysis", "entente": "entente"}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60
MODULES = sorted(path for storey in ("sim", "analysis", "entente", "tests") for path in (ROOT / storey).rglob("*.py"))
RULES = sorted((ROOT / "sim" / "rules").glob("*.py"))


def name(path):
    return str(path.relative_to(ROOT))


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    """Return the modules that a source imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def storey_of(module):
    """Return the storey of a module: ``sim`` of ``entente.sim.week``; what is not ours is its own."""
    words = module.split(".")
    return words[1] if words[0] == "entente" and words[1:2] and words[1] in STOREYS else words[0]


@pytest.mark.parametrize("storey", STOREYS)
def test_imports_point_one_way(storey):
    above = list(STOREYS)[list(STOREYS).index(storey) + 1 :]
    for path in (ROOT / STOREYS[storey]).rglob("*.py"):
        for module in imported(parsed(path)):
            assert storey_of(module) not in (*above, "tests"), f"{name(path)} imports {module}"
            assert not module.startswith("."), f"{name(path)} imports {module}, by its place"


def test_the_model_knows_no_file_format_no_figure_and_no_hydra():
    foreign = {"hydra", "omegaconf", "yaml", "matplotlib", "seaborn", "pandas", "pyarrow", "tqdm"}
    for path in (ROOT / "sim").rglob("*.py"):
        assert not {module.split(".")[0] for module in imported(parsed(path))} & foreign, name(path)


@pytest.mark.parametrize("folder", ["conf", "scenarios"])
def test_data_folders_hold_yaml_only(folder):
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert files
    assert {path.suffix for path in files} == {".yaml"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_and_no_function_is_too_long(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno + 1 <= LONGEST_FUNCTION, node.name


def calls(function):
    """Return the names of the plain functions that a function calls, in the order of the source."""
    tree = ast.parse(inspect.getsource(getattr(function, "py_func", function)).strip())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [node.func.id for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))]


PHASES = [phase.name for phase in week.PHASES]


def test_the_week_is_lived_in_the_order_in_which_it_is_told():
    assert [called for called in calls(week.one_week) if called != "begin_week"] == PHASES


def test_every_phase_is_a_method_to_override_and_a_module():
    own = [name for name, value in vars(Partnership).items() if inspect.isfunction(value) and name in PHASES]
    assert own == PHASES
    for phase in week.PHASES:
        rule = getattr(phase.rule, "py_func", phase.rule)
        assert rule.__module__ == f"entente.sim.rules.{phase.name}"
        assert phase.en.strip()
        assert phase.fr.strip()
        assert inspect.getdoc(getattr(Partnership, phase.name))


@pytest.mark.parametrize("path", RULES, ids=name)
def test_no_rule_draws_random_numbers(path):
    """Rules read the luck of the week; only the start of a run, ties included, may key its own draws."""
    tree = parsed(path)
    modules = set(imported(tree))
    assert not {module.split(".")[0] for module in modules} & {"random", "secrets", "uuid", "time", "datetime", "os"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ("random", "rng")]
    drawing = {"philox", "uniform", "uniforms", "normal", "draw"}
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert path.stem in ("start", "ties") or not names & drawing


def test_no_rule_writes_its_luck():
    """Nothing is assigned to a field of the week's luck outside of what draws it."""
    for path in RULES:
        if path.stem == "start":
            continue
        for node in ast.walk(parsed(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                source = ast.unparse(target) if target is not None else ""
                assert not any(source.startswith(f"chance.{field}") for field in Draws._fields), (
                    f"{name(path)}: {source}"
                )
