"""The house: imports point one way, data folders hold data, modules and functions stay short, one order of the week."""

import ast
import inspect
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from entente.sim import week
from entente.sim.chance import Draws
from entente.sim.partnership import Partnership

ROOT = Path(__file__).parents[1]
STOREYS = ("sim", "analysis", "entente")  # each may know those before it
FOR_ALL = {"entente/i18n"}  # texts and numbers in both languages: the analysis knows it too
TOGETHER = (("sim/organisation", "sim/partnership"),)
LONGEST_MODULE, LONGEST_FUNCTION, MOST_RETURNED, MOST_BRANCHES = 400, 60, 3, 10
BRANCHES = (
    ast.If, ast.For, ast.While, ast.IfExp, ast.comprehension, ast.ExceptHandler, ast.match_case, ast.Assert
)  # fmt: skip
IRREGULAR = frozenset(
    (
        "told", "made", "said", "seen", "drawn", "done", "kept", "given", "held", "begun", "found", "built", "taken",
        "written", "laid", "lost", "known", "shown", "chosen", "spent", "got", "gone", "sent", "bought", "brought",
        "met", "paid", "felt", "understood", "broken", "grown", "thrown", "stood", "won",
    )
)  # fmt: skip
ROLES = {"ABOUT", "MORE", "add_parser", "run", "carry_out", "refusals", "main"}  # of each command, executor, program
MODULES = sorted(path for storey in (*STOREYS, "tests") for path in (ROOT / storey).rglob("*.py"))
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


def module_of(path):
    """Return the dotted name under which the module of a file is imported."""
    words = path.relative_to(ROOT).with_suffix("").parts
    inside = words[:-1] if words[-1] == "__init__" else words
    return ".".join(inside if words[0] == "entente" else ("entente", *inside))


PATHS = {module_of(path): path for storey in STOREYS for path in (ROOT / storey).rglob("*.py")}


def room_of(module):
    """Return the room in which a module stands: its folder, or itself where it stands directly in a storey.

    The folders of ``entente/commands`` are rooms of their own. A package without its modules is the folder.
    """
    words = module.split(".")
    storey = words[1] if words[1:2] and words[1] in STOREYS else "entente"
    inside = words[2 if storey != "entente" else 1 :]
    depth = 2 if inside[:1] == ["commands"] else 1
    return "/".join((storey, *inside[:depth]))


def imports_of(path):
    """Yield our own modules that a source imports, wherever it does: at the top, in a function, for types alone."""
    for node in ast.walk(parsed(path)):
        found = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports {node.module} by its place"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [one if one in PATHS else node.module for one in whole]
        yield from (one for one in found if one in PATHS and one != "entente")


@pytest.mark.parametrize("storey", STOREYS)
def test_imports_point_one_way(storey):
    above = STOREYS[STOREYS.index(storey) + 1 :]
    for path in (ROOT / storey).rglob("*.py"):
        for module in imports_of(path):
            room = room_of(module)
            allowed = storey == "analysis" and room in FOR_ALL
            assert allowed or room.split("/")[0] not in above, f"{name(path)} imports {module}"


def test_rooms_are_in_an_order():
    """No folder depends on one that depends on it, late and type-only imports included."""
    rooms = {}
    for module, path in PATHS.items():
        if module == "entente":  # the face names what it imports when it is asked for
            continue
        mine = rooms.setdefault(room_of(module), set())
        mine |= {room_of(one) for one in imports_of(path)} - {room_of(module)}
    for one, other in TOGETHER:  # the agent and the model know each other
        rooms[one] -= {other}
    try:
        tuple(TopologicalSorter(rooms).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_everything_is_imported_under_one_name():
    """A user's own ``sim.py`` or ``analysis.py`` is nobody's business here."""
    for path in (*MODULES, *(ROOT / "benchmarks").rglob("*.py")):
        for module in imported(parsed(path)):
            assert module.split(".")[0] not in ("sim", "analysis"), f"{name(path)} imports {module}"


def test_the_model_knows_no_file_format_no_figure_and_no_hydra():
    foreign = {"hydra", "omegaconf", "yaml", "matplotlib", "seaborn", "pandas", "pyarrow", "tqdm"}
    for path in (ROOT / "sim").rglob("*.py"):
        assert not {module.split(".")[0] for module in imported(parsed(path))} & foreign, name(path)


@pytest.mark.parametrize("folder", ["conf", "scenarios"])
def test_data_folders_hold_yaml_only_the_plausible_sample_and_its_bank(folder):
    files = [
        path
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.stem not in ("plausible", "attendance_bank")
    ]
    assert files
    assert {path.suffix for path in files} == {".yaml"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_and_no_function_is_too_long(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno + 1 <= LONGEST_FUNCTION, node.name


def branches_of(function):
    """Count what a function may do one way or another: conditions, loops, operands, exceptions, cases."""
    found = 0
    for node in ast.walk(function):
        found += len(node.values) - 1 if isinstance(node, ast.BoolOp) else isinstance(node, BRANCHES)
    return found


@pytest.mark.parametrize("path", sorted(PATHS.values()), ids=name)
def test_no_function_has_many_branches(path):
    functions = [one for one in ast.walk(parsed(path)) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {one.name: branches_of(one) for one in functions if branches_of(one) > MOST_BRANCHES} == {}


PRODUCT = sorted(PATHS.values())


def public_names(tree):
    """Yield the public names that a module defines."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            targets = [node.name]
        elif isinstance(node, ast.Assign):
            targets = [one.id for to in node.targets for one in ast.walk(to) if isinstance(one, ast.Name)]
        else:
            targets = [node.target.id] if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else []
        yield from (target for target in targets if not target.startswith("_"))


def test_no_public_name_means_two_things():
    homes = defaultdict(set)
    for path in PRODUCT:
        for public in set(public_names(parsed(path))) - ROLES:
            homes[public].add(name(path))
    assert {public: sorted(where) for public, where in homes.items() if len(where) > 1} == {}


def is_participle(function):
    """Tell whether the name of a function is one word, the past participle of a verb; a property may be one."""
    property_ = any(ast.unparse(one) == "property" for one in function.decorator_list)
    word = function.name.strip("_")
    return (
        "_" not in word
        and not property_
        and (word in IRREGULAR or (word.endswith("ed") and word not in ("need", "feed", "seed", "speed", "embed")))
    )


def test_functions_are_called_by_a_verb_or_by_what_they_return():
    bare = [
        f"{name(path)}: {node.name}"
        for path in PRODUCT
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and is_participle(node)
    ]
    assert bare == []


@pytest.mark.parametrize("path", sorted(PATHS.values()), ids=name)
def test_no_function_returns_many_values(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            assert len(node.value.elts) <= MOST_RETURNED, f"{name(path)}, line {node.lineno}"


def calls(function):
    """Return the names of the plain functions that a function calls, in the order of the source."""
    tree = ast.parse(inspect.getsource(getattr(function, "py_func", function)).strip())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [node.func.id for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))]


PHASES = [phase.name for phase in week.PHASES]


def test_the_phases_of_a_week_run_in_the_order_in_which_they_are_listed():
    assert [called for called in calls(week.simulate_week) if called != "begin_week"] == PHASES


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
    """Rules read the draws of the week; only the start of a run, ties included, may key its own draws."""
    tree = parsed(path)
    modules = set(imported(tree))
    assert not {module.split(".")[0] for module in modules} & {"random", "secrets", "uuid", "time", "datetime", "os"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ("random", "rng")]
    drawing = {"philox", "uniform", "uniforms", "normal", "draw"}
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert path.stem in ("start", "ties") or not names & drawing


def test_no_rule_writes_the_draws_of_the_week():
    """Nothing is assigned to a field of the week's draws outside of what draws them."""
    for path in RULES:
        if path.stem == "start":
            continue
        for node in ast.walk(parsed(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                source = ast.unparse(target) if target is not None else ""
                assert not any(source.startswith(f"draws.{field}") for field in Draws._fields), (
                    f"{name(path)}: {source}"
                )
