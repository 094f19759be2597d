"""Which rules read a parameter, and the phases of the week: read in the source of ``sim``, without importing it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# In the rules, a record of each kind of entry goes by these names; levers and their effects also speak for themselves.
RECORDS = {
    "organisations.<id>": {"o", "organisation", "one"},
    "communication.channels.<id>": {"channel"},
    "stages.<id>": {"stage"},
    "events.<id>": {"event"},
    "changes.<id>": {"change"},
    "levers.<id>": {"self", "lever"},
    "levers.<id>.effects.<id>": {"self"},
    "levers.<id>.channels.<id>": {"channel"},
}


@dataclass(frozen=True)
class Reader:
    """A function that reads parameters: its name, its file within ``sim``, the chains of attributes in it."""

    name: str
    file: str
    chains: frozenset[tuple[str, str]]

    def __str__(self) -> str:
        """Return ``function (sim/rules/file.py)``."""
        return f"{self.name} ({self.file})"


def model_folder() -> Path:
    """Return the folder of the sources of ``sim``."""
    spec = find_spec("entente.sim")
    assert spec is not None, "sim is part of the same distribution"
    return Path(next(iter(spec.submodule_search_locations or ())))


@cache
def readers() -> tuple[Reader, ...]:
    """Return every function of ``sim`` that reads attributes of attributes, rules first."""
    folder = model_folder()
    files = [
        *sorted((folder / "rules").glob("*.py")),
        *sorted(folder.glob("*.py")),
        *sorted((folder / "model").glob("*.py")),
    ]
    return tuple(reader for file in files for reader in readers_in(file, file.relative_to(folder.parent).as_posix()))


def readers_in(path: Path, shown: str) -> Iterator[Reader]:
    """Yield the functions of one file that read attributes of attributes."""
    for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
        inside = list(ast.walk(function))
        also = aliases(inside)
        found = (chain for node in inside if (chain := chain_of(node)))
        chains = frozenset((also.get(section, section), name) for section, name in found)
        if chains:
            yield Reader(function.name, shown, chains)


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
    """Return the functions that read the parameter of that dotted path."""
    section, _, name = path.rpartition(".")
    bases = RECORDS.get(section, {section.rpartition(".")[2]} if section else {"settings"})
    found = [reader for reader in readers() if any((base, name) in reader.chains for base in bases)]
    # A trait of partners is read where that of an organisation is: it stands for it where nothing is said.
    return found or (users_of(f"organisations.<id>.{name}") if section == "partners" else [])


@dataclass(frozen=True)
class Phase:
    """One phase of the week: the name of its rule, what happens in both languages, the rule's own words."""

    name: str
    en: str
    fr: str
    rule: str
    file: str


def phases() -> list[Phase]:
    """Return the phases of the week in their order, as ``sim/week.py`` lists them in ``PHASES``."""
    tree = ast.parse((model_folder() / "week.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "PHASES" for to in node.targets):
            assert isinstance(node.value, ast.Tuple)
            return [phase_of(call) for call in node.value.elts if isinstance(call, ast.Call)]
    return []


def phase_of(call: ast.Call) -> Phase:
    """Return what one call ``Phase(rule, "en", "fr")`` says, with the first words of the rule."""
    rule, en, fr = call.args
    assert isinstance(rule, ast.Name)
    path = model_folder() / "rules" / f"{rule.id}.py"
    said = ""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == rule.id:
            said = (ast.get_docstring(node) or "").split("\n\n")[0]
    return Phase(rule.id, ast.literal_eval(en), ast.literal_eval(fr), said, f"sim/rules/{path.name}")
