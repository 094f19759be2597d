"""The named numbers of the rules, as found in their source."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from entente.catalogue.usage import model_folder
from entente.docs_build.markdown import code, rows_to_table

# Named constants whose line in the source says nothing of them.
SAID = {
    "QUARTER": "weeks over which late mobilisation is averaged for running out of steam",
    "YEAR": "weeks over which the active share is averaged",
    "POSTS": "most posts that one organisation may give",
    "WELCOME_WEEKS": "weeks during which a newcomer asks for that attention",
}
# Codes and places in arrays: numbers that stand for a name and measure nothing.
UNSAID = {
    "ACT_HELP",
    "ACT_JOIN",
    "ACT_KEEP",
    "ACT_LEAD",
    "ASSIDUITY_DRAW",
    "CONJUNCTURE_SHIFTS",
    "CONTROVERSY_ENDS",
    "CONTROVERSY_OPENS",
    "DESERTED",
    "DORMANT",
    "FRAMING_DRAW",
    "GOALS_MET",
    "LANES",
    "STAGE_REOPENS",
    "THRESHOLD_DRAW",
    "TURNOVER_DRAW",
}


def constants_table() -> str:
    """Return the named numbers that stand in the rules instead of among the parameters."""
    rows = [[code(name), value, meaning, code(file)] for name, value, meaning, file in constants()]
    return rows_to_table(["Constant", "Value", "Meaning", "File"], rows)


def constants() -> Iterator[tuple[str, str, str, str]]:
    """Yield every named number of the rules that something reads: name, value, what its line says of it, file."""
    folder = model_folder()
    files = [
        *(path for path in sorted((folder / "rules").glob("*.py")) if path.name != "rows.py"),
        folder / "chance.py",
        folder / "derived.py",
        folder / "records.py",
        folder / "summaries.py",
    ]
    sources = {file: file.read_text(encoding="utf-8") for file in files}
    whole = "\n".join(sources.values())
    for file, source in sources.items():
        comments = {
            token.start[0]: token.string.lstrip("# ")
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT
        }
        for node in ast.parse(source).body:
            for name, value in named_numbers(node):
                if len(re.findall(rf"\b{name}\b", whole)) > 1:
                    meaning = comments.get(node.lineno, "") or SAID.get(name, "")
                    yield name, value, meaning, file.relative_to(folder.parent).as_posix()


def named_numbers(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Yield the names in capitals that a line gives a number, and the number as written."""
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
        pairs = zip(target.elts, node.value.elts, strict=True) if both else [(target, node.value)]  # type: ignore[attr-defined]
        for name, value in pairs:
            if isinstance(name, ast.Name) and name.id.isupper() and is_number(value) and name.id not in UNSAID:
                yield name.id, ast.unparse(value)


def is_number(node: ast.AST) -> bool:
    """Tell whether an expression is a number, or a sum or product of numbers."""
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
