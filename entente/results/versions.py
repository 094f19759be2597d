"""Versions of this package and of others, as installed."""

import ast
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__version__ = "0.1.0"  # the distribution (pyproject.toml) reads it here
DISTRIBUTION = "entente-abm"  # what pip calls it: on the package index, `entente` is another project

# Calls whose words only tell: declarations of parameters and measures, texts in both languages, errors.
_WORDED = frozenset({
    "About", "share", "weight", "duration", "trait", "in_hours", "in_dollars", "Measure", "LogEntry", "Text", "Phase",
    "message",
})  # fmt: skip
_GRADES = frozenset({"MEASURED", "DERIVED", "ASSUMED"})  # how well a default is founded


def version_of(package: str) -> str | None:
    """Return the version of an installed package, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


@cache
def model_hash() -> str:
    """Return a hash of the code of the model: what two versions of one number may differ by, its texts left out."""
    import entente.sim

    here = Path(entente.sim.__file__).parent
    return code_hash({path.relative_to(here).as_posix(): path for path in here.rglob("*.py")})


def code_hash(files: Mapping[str, Path]) -> str:
    """Return a hash of the code of some files, by the names that they count under."""
    digest = hashlib.blake2b(digest_size=10)
    for name in sorted(files):
        digest.update(f"\0{name}\0{code_of(files[name])}".encode())
    return digest.hexdigest()


def code_of(source: Path) -> str:
    """Return the code of a file without what decides no result: comments, docstrings, texts and grades of declarations.

    It is the same on every version of Python.
    """
    tree = ast.parse(source.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in _GRADES:
            node.id = ""
        for text in _texts_in(node):
            text.value = ""
    return _tree_text(tree)


def _texts_in(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the texts that a node holds as a docstring, as arguments of a declaration, or in both languages."""
    for one in _telling_nodes(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one


def _telling_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes where a text would be a docstring, a word of a declaration, or one of two languages."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
        yield from (one.value for one in node.body[:1] if isinstance(one, ast.Expr))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _WORDED:
        yield from ast.walk(node)
    elif isinstance(node, ast.Dict):  # a mechanism: what it does, in English and in French
        for pair in node.values:
            yield from pair.elts if isinstance(pair, ast.Tuple) else ()


def _tree_text(node: object) -> str:
    """Write a syntax tree, without its empty fields: those differ from one version of Python to the next."""
    if isinstance(node, list):
        return f"[{','.join(map(_tree_text, node))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = (f"{name}={_tree_text(value)}" for name, value in ast.iter_fields(node) if value not in (None, []))
    return f"{type(node).__name__}({','.join(fields)})"
