"""How long each implementation is: lines of code, without blank lines, comments and docstrings."""

import ast
import re
import tokenize
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
CHECKS = {"check.py", "common_random_numbers.py", "permutation.py"}  # compare the Mesa twin, and are no part of it
RUNNING = {"batch.py", "buffers.py", "parallel_compile.py"}  # of ``sim``: run the rules on all cores
FACE = {"__init__.py", "partnership.py", "organisation.py", "summaries.py"}  # of ``sim``: what users see of a run
HEAVY = {"relation.py", "observation.py", "network.py", "diagnosis.py"}  # what the two phases in C cover
NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip
# What is no code in C, after the two things within which it may stand and mean nothing: texts and characters.
C_COMMENT = re.compile(r'("(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\')|//[^\n]*|/\*.*?\*/', re.DOTALL)


def implementations() -> dict[str, list[Path]]:
    """Return the files of each implementation, and of what it takes to run it.

    Settings, parameters and measures (``sim/model``, ``sim/validation``) are declared once for all of them.
    """
    rules, twin = ROOT / "sim" / "rules", ROOT / "benchmarks" / "mesa_objects"
    around = sorted((ROOT / "sim").glob("*.py"))
    return {
        "the model as plain Mesa objects": [path for path in python_files(twin) if path.name not in CHECKS],
        "the model as compiled rules": python_files(rules)
        + [path for path in around if path.name not in RUNNING | FACE],
        "what compiles the rules and runs them on all cores": python_files(ROOT / "sim" / "engine")
        + [path for path in around if path.name in RUNNING],
        "the two heaviest phases as plain Mesa objects": [path for path in python_files(twin) if path.name in HEAVY],
        "the two heaviest phases as compiled rules": [path for path in python_files(rules) if path.name in HEAVY],
        "the two heaviest phases in C": sorted((ROOT / "benchmarks" / "c").glob("*.[ch]")),
        "what hands the model's arrays to C": python_files(ROOT / "benchmarks" / "c"),
    }


def python_files(folder: Path) -> list[Path]:
    """Return the modules of a folder and of those within it, in the order of their names."""
    return sorted(folder.rglob("*.py"))


def table_of_lines(milliseconds: Mapping[str, Mapping[int, float]]) -> pd.DataFrame:
    """Return the lines of code of each implementation beside the time that it takes.

    Args:
        milliseconds: of a run, by implementation and number of organisations; some implementations have none.
    """
    sizes = sorted({size for found in milliseconds.values() for size in found})
    rows = [
        {
            "implementation": name,
            "files": len(paths),
            "lines of code": lines_of(paths),
            **{f"{size} organisations (ms)": milliseconds.get(name, {}).get(size, float("nan")) for size in sizes},
        }
        for name, paths in implementations().items()
    ]
    return pd.DataFrame(rows)


def lines_of(paths: Iterable[Path]) -> int:
    """Count the lines of code of some files, in Python or in C by their suffix."""
    return sum((python_lines if path.suffix == ".py" else c_lines)(path.read_text("utf-8")) for path in paths)


def python_lines(source: str) -> int:
    """Count the lines of code of a text in Python."""
    documented = {line for node in ast.walk(ast.parse(source)) for line in docstring_lines(node)}
    lines = iter(source.splitlines(keepends=True))
    code = set()
    for token in tokenize.generate_tokens(lambda: next(lines, "")):
        if token.type not in NO_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - documented)


def docstring_lines(node: ast.AST) -> range:
    """Return the lines of the docstring of a module, a class or a function; none for other nodes."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
        return range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    return range(0)


def c_lines(source: str) -> int:
    """Count the lines of code of a text in C."""
    code = C_COMMENT.sub(lambda found: found.group(1) or re.sub(r"[^\n]", "", found.group()), source)
    return sum(bool(line.strip()) for line in code.splitlines())
