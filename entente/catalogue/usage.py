"""Which rules read a parameter, and the phases of the week, found in the source of ``sim`` without importing the rules.

A rule reads a parameter as such (``params.work.pace``) or through what derives from it (``params.rates.memory``, of
``sim/derived.py``). The search goes by the names that records have in the rules.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

Chain = tuple[str, str]  # a record or a section, and one of its fields

# In the rules, a record of each kind of entry goes by these names; levers and their effects also speak for themselves.
RECORDS = {
    "organisations.<id>": {"org", "organisation", "one"},
    "communication.channels.<id>": {"channel"},
    "stages.<id>": {"stage"},
    "events.<id>": {"event"},
    "changes.<id>": {"change"},
    "levers.<id>": {"self", "lever"},
    "levers.<id>.effects.<id>": {"self"},
    "levers.<id>.channels.<id>": {"channel"},
}
# Traits that the state keeps under another name: their own is that of a variable, which the rules change every week.
FIRST = {"motivation": "first_motivation", "framing": "home"}
_DERIVED = "derived.py"


@dataclass(frozen=True)
class Reader:
    """A function of the model.

    Attributes:
        name: its name.
        file: its file, from the folder above ``sim``.
        chains: what it reads: a record or a section, and a field.
        calls: names of the functions that it calls.
    """

    name: str
    file: str
    chains: frozenset[Chain]
    calls: frozenset[str]

    def __str__(self) -> str:
        """Show ``function (sim/rules/file.py)``."""
        return f"{self.name} ({self.file})"


def model_folder() -> Path:
    """Return the folder of the sources of ``sim``."""
    spec = find_spec("entente.sim")
    assert spec is not None, "sim is part of the same distribution"
    return Path(next(iter(spec.submodule_search_locations or ())))


@cache
def readers() -> tuple[Reader, ...]:
    """Return the functions of ``sim`` that read fields of records, rules first."""
    folder = model_folder()
    files = [
        *sorted((folder / "rules").glob("*.py")),
        *(path for path in sorted(folder.glob("*.py")) if path.name != _DERIVED),
        *sorted((folder / "model").glob("*.py")),
    ]
    return tuple(reader for file in files for reader in readers_in(file, file.relative_to(folder.parent).as_posix()))


def readers_in(path: Path, shown: str) -> Iterator[Reader]:
    """Yield the functions of one file that read fields of records."""
    for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
        inside = list(ast.walk(function))
        chains = chains_in(inside, aliases(inside))
        if chains:
            yield Reader(function.name, shown, chains | sources_of(chains), calls_in(inside))


def chains_in(nodes: Iterable[ast.AST], also: dict[str, str]) -> frozenset[Chain]:
    """Return what some code reads, given the short names that it has for sections."""
    found = (chain for node in nodes if (chain := chain_of(node)))
    return frozenset((also.get(section, section), name) for section, name in found)


def calls_in(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Return the names of the functions that some code calls."""
    return frozenset(node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))


def sources_of(chains: Iterable[Chain]) -> frozenset[Chain]:
    """Return the parameters from which the derived fields among some chains are made."""
    made = derived_fields()
    return frozenset(source for chain in chains for source in made.get(chain, ()))


@cache
def derived_fields() -> dict[Chain, frozenset[Chain]]:
    """Return, for each field of ``sim/derived.py``, the parameters from which it is made.

    A function there returns one record, ``Rates(...)`` or ``Derived(...)``; rules read it as the section of that name
    in small letters.
    """
    tree = ast.parse((model_folder() / _DERIVED).read_text(encoding="utf-8"))
    found: dict[Chain, frozenset[Chain]] = {}
    for function in functions(tree):
        inside = list(ast.walk(function))
        also, local = aliases(inside), local_expressions(inside)
        for node in inside:
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Call) and node.value.keywords:
                section = ast.unparse(node.value.func).lower()
                for field in node.value.keywords:
                    parts = list(ast.walk(field.value)) + parts_of(field.value, local)
                    found[section, str(field.arg)] = chains_in(parts, also)
    return found


def local_expressions(nodes: Iterable[ast.AST]) -> dict[str, ast.expr]:
    """Return the expressions that a function gives local names to, one at a time."""
    return {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
    }


def parts_of(expression: ast.AST, local: dict[str, ast.expr]) -> list[ast.AST]:
    """Return the nodes of the local names that an expression uses, and of those that they use."""
    used = [local[node.id] for node in ast.walk(expression) if isinstance(node, ast.Name) and node.id in local]
    return [node for one in used for node in (*ast.walk(one), *parts_of(one, local))]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module and of its classes."""
    for node in tree.body:
        yield from (one for one in getattr(node, "body", ()) if isinstance(one, ast.FunctionDef))
        if isinstance(node, ast.FunctionDef):
            yield node


def aliases(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Return the short names that a function gives to sections: ``q, on = p.motivation, p.mechanisms``."""
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=False) if both else [(target, value)]  # type: ignore[attr-defined]
            found.update(
                {to.id: of.attr for to, of in pairs if isinstance(to, ast.Name) and isinstance(of, ast.Attribute)}
            )
    return found


def chain_of(node: ast.AST) -> tuple[str, str] | None:
    """Return the last two names of ``a.section.name``, ``section.name`` or ``a.section[i].name``."""
    if not isinstance(node, ast.Attribute):
        return None
    base = node.value.value if isinstance(node.value, ast.Subscript) else node.value
    if isinstance(base, ast.Attribute):
        return base.attr, node.attr
    return (base.id, node.attr) if isinstance(base, ast.Name) else None


def users_of(path: str) -> list[Reader]:
    """Return the functions that read the parameter of that dotted path, as such or through what derives from it."""
    chains = chains_of_path(path)
    found = [reader for reader in readers() if not chains.isdisjoint(reader.chains)]
    # A trait of partners is read where that of an organisation is: it stands for it where nothing is said.
    section, _, name = path.rpartition(".")
    return found or (users_of(f"organisations.<id>.{name}") if section == "partners" else [])


def chains_of_path(path: str) -> set[Chain]:
    """Return the chains by which the parameter of a dotted path may be read."""
    section, _, name = path.rpartition(".")
    bases = RECORDS.get(section, {section.rpartition(".")[2]} if section else {"settings"})
    if section == "organisations.<id>" and name in FIRST:
        return {("one", name), *((base, FIRST[name]) for base in bases)}
    return {(base, name) for base in bases}


def parameters_read(function: str) -> set[str]:
    """Return the dotted paths of the parameters that a rule reads: itself, through derived fields, and in its helpers.

    Args:
        function: the name of a function in ``sim/rules``.

    Raises:
        KeyError: when there is no such function.
    """
    from entente.sim.model.declare import parameters
    from entente.sim.model.situation import Settings

    chains = chains_read(function)
    declared = (one.path for one in parameters(Settings))
    return {path for path in declared if not chains.isdisjoint(chains_of_path(path))}


def chains_read(function: str) -> frozenset[Chain]:
    """Return what a rule reads, itself and in the functions of the rules that it calls."""
    rules = rule_functions()
    if function not in rules:
        raise KeyError(f"no function of sim/rules is called {function!r}")
    seen, waiting = set[str](), [function]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [called for called in rules[name].calls if called in rules]
    return frozenset(chain for name in seen for chain in rules[name].chains)


@cache
def rule_functions() -> dict[str, Reader]:
    """Return every function of ``sim/rules`` by its name, those that read nothing too."""
    found, folder = {}, model_folder()
    for path in sorted((folder / "rules").glob("*.py")):
        for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
            inside = list(ast.walk(function))
            chains = chains_in(inside, aliases(inside))
            file = path.relative_to(folder.parent).as_posix()
            found[function.name] = Reader(function.name, file, chains | sources_of(chains), calls_in(inside))
    return found


@dataclass(frozen=True)
class PhaseText:
    """One phase of the week: the name of its rule, what happens in both languages, the rule's own words."""

    name: str
    en: str
    fr: str
    rule: str
    file: str


def phases() -> list[PhaseText]:
    """Return the phases of the week in their order, as ``sim/week.py`` lists them in ``PHASES``."""
    tree = ast.parse((model_folder() / "week.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "PHASES" for to in node.targets):
            assert isinstance(node.value, ast.Tuple)
            return [phase_of(call) for call in node.value.elts if isinstance(call, ast.Call)]
    return []


def phase_of(call: ast.Call) -> PhaseText:
    """Return what one call ``Phase(rule, "en", "fr")`` says, with the first words of the rule."""
    rule, en, fr = call.args
    assert isinstance(rule, ast.Name)
    path = model_folder() / "rules" / f"{rule.id}.py"
    said = ""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == rule.id:
            said = (ast.get_docstring(node) or "").split("\n\n")[0]
    return PhaseText(rule.id, ast.literal_eval(en), ast.literal_eval(fr), said, f"sim/rules/{path.name}")
