"""YAML files, read with the line of every entry and written so that they read back the same."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from entente.config.limits import MOST_BYTES, MOST_DEPTH, MOST_ENTRIES, TOO_DEEP, TOO_MANY, oversize_text
from entente.i18n.system_errors import reason_of
from entente.sim.validation.messages import message

try:
    from yaml import CSafeDumper as SafeDumper
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, the same otherwise
    from yaml import SafeDumper, SafeLoader

# YAML 1.1 as PyYAML has it reads 1e-3 as text and 2026-01-01 as a date; Hydra reads a number and a text, and so do we.
FLOAT = re.compile(
    r"""^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
    |[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
    |[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
    |[-+]?\.(?:inf|Inf|INF)
    |\.(?:nan|NaN|NAN))$""",
    re.VERBOSE,
)
PLAIN_TAGS = (None, *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq")))
FLOAT_TAG, DATE_TAG = "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp"

PROBLEMS = {  # what the YAML reader says, in words for those who write scenarios
    "did not find expected ',' or ']'": message("a list is not closed: ',' or ']' is missing"),
    "did not find expected ',' or '}'": message("a {{...}} is not closed"),
    "mapping values are not allowed in this context": message("a colon is where none can be: put the text in quotes"),
    "found character that cannot start any token": message("a character that cannot be there (a tab is not an indent)"),
    "found unexpected end of stream": message("the file ends before a quote or bracket is closed"),
    "did not find expected key": message("a name was expected: see the indentation"),
    "did not find expected '-' indicator": message("a dash was expected: see the indentation"),
    "could not find expected ':'": message("a colon is missing"),
}


def _resolvers(kind: Any) -> dict[str, list[tuple[str, Any]]]:
    """Return the implicit resolvers of a loader or dumper with our floats and without dates."""
    kept = {
        start: [(tag, rule) for tag, rule in rules if tag not in {FLOAT_TAG, DATE_TAG}]
        for start, rules in kind.yaml_implicit_resolvers.items()
    }
    for start in "-+0123456789.":
        kept.setdefault(start, []).append((FLOAT_TAG, FLOAT))
    return kept


class Loader(SafeLoader):  # type: ignore[misc]
    """A safe loader that reads numbers as Hydra does."""

    yaml_implicit_resolvers = _resolvers(SafeLoader)


class Dumper(SafeDumper):  # type: ignore[misc]
    """A safe dumper that quotes whatever ``Loader`` would take for a number."""

    yaml_implicit_resolvers = _resolvers(SafeDumper)


class UnreadableError(ValueError):
    """A file that cannot be read: what is wrong and where, lines and columns counted from 1."""

    def __init__(self, path: Path, problem: str, line: int | None = None, column: int | None = None) -> None:
        """Keep the place and the problem, a short sentence in English."""
        super().__init__(f"{path}:{line}:{column}: {problem}")
        self.path, self.problem, self.line, self.column = path, problem, line, column


@dataclass(frozen=True)
class Document:
    """The content of one file (``tree``) and the line of each dotted path in it (``lines``)."""

    path: Path
    tree: dict[str, Any]
    lines: dict[str, int]


def read_yaml(path: Path) -> Document:
    """Read one YAML file that holds a mapping.

    Raises:
        UnreadableError: when it cannot be opened, is no YAML, is too large, gives a name twice or holds no mapping.
    """
    text = _text_of(path)
    loader = Loader(text)
    try:
        check_size(path, text)
        node = loader.get_single_node()
        lines, tree = (dict(_lines_under(node, path)), loader.construct_document(node)) if node else ({}, {})
    except UnreadableError:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise _not_yaml(path, error) from error
    finally:
        loader.dispose()
    if not isinstance(tree, dict):
        raise UnreadableError(path, message("it holds no settings (name: value)"), 1, 1)
    return Document(path, tree, lines)


def _text_of(path: Path) -> str:
    """Return the text of a file."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise UnreadableError(path, message("it is larger than {most} MB", most=MOST_BYTES // 1_000_000))
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(path, message("it is not UTF-8 text")) from error
    except OSError as error:
        raise UnreadableError(path, message("it cannot be opened ({inner})", inner=reason_of(error))) from error


@dataclass
class Size:
    """What a node holds, itself included, everything that aliases repeat counted each time."""

    nodes: int = 1
    letters: int = 0
    levels: int = 0

    def add(self, inner: "Size") -> None:
        """Add what stands in it."""
        self.nodes += inner.nodes
        self.letters += inner.letters
        self.levels = max(self.levels, inner.levels + 1)


def check_size(path: Path, text: str) -> None:
    """Refuse a text of YAML of which too much would be made, before any of it is made.

    Raises:
        UnreadableError: when it is too deep or too large, or names a type that is none of settings.
        yaml.YAMLError: when it is no YAML.
    """
    anchored: dict[str, Size] = {}
    above: list[tuple[str | None, Size]] = [(None, Size())]
    for event in yaml.parse(text, Loader=Loader):
        if (tag := getattr(event, "tag", None)) not in PLAIN_TAGS:
            raise UnreadableError(path, message("{text} cannot be read", text=tag), *_position(event))
        if isinstance(event, yaml.CollectionStartEvent):
            above.append((event.anchor, Size()))
        elif isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            anchor, size = above.pop() if isinstance(event, yaml.CollectionEndEvent) else _size_of(event, anchored)
            above[-1][1].add(size)
            anchored |= {anchor: size} if anchor is not None else {}
        if problem := _oversize(event, above[-1][1], len(above) - 1):
            raise UnreadableError(path, problem, *_position(event))


def _size_of(event: yaml.NodeEvent, anchored: Mapping[str, Size]) -> tuple[str | None, Size]:
    """Return the anchor and the size of a text, or of what an alias stands for."""
    if isinstance(event, yaml.AliasEvent):
        return None, anchored.get(event.anchor, Size())
    return event.anchor, Size(letters=len(event.value))


def _oversize(event: yaml.Event, whole: Size, depth: int) -> str:
    """Return why what has been read so far is too much, or nothing."""
    if isinstance(event, yaml.ScalarEvent) and (problem := oversize_text(event.value)):
        return problem
    if depth + whole.levels > MOST_DEPTH:
        return TOO_DEEP
    return TOO_MANY if whole.nodes > MOST_ENTRIES or whole.letters > MOST_BYTES else ""


def _not_yaml(path: Path, error: Exception) -> UnreadableError:
    """Return the error of a file that is no YAML, in plain words and with the place where the reader has them."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return UnreadableError(path, message("it is not YAML ({inner})", inner=" ".join(str(error).split())))
    mark = error.problem_mark or error.context_mark
    said = error.problem or error.context or ""
    what = PROBLEMS.get(said) or message("it is not YAML ({inner})", inner=said)
    return UnreadableError(path, what, mark and mark.line + 1, mark and mark.column + 1)


def _lines_under(node: Any, path: Path, prefix: str = "", above: tuple[int, ...] = ()) -> Iterator[tuple[str, int]]:
    """Yield every dotted path under a node with its line, refusing names given twice and names that are not text."""
    if id(node) in above:
        raise UnreadableError(path, message("an alias holds itself"), *_position(node))
    above = (*above, id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield f"{prefix}{index}", item.start_mark.line + 1
            yield from _lines_under(item, path, f"{prefix}{index}.", above)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        if key.tag == "tag:yaml.org,2002:merge":
            continue
        if key.tag != "tag:yaml.org,2002:str":
            raise UnreadableError(
                path,
                message("the name {name} is read as no text: put it in quotes", name=str(getattr(key, "value", "?"))),
                *_position(key),
            )
        if key.value in seen:
            raise UnreadableError(path, message("{name} is said twice", name=key.value), *_position(key))
        seen.add(key.value)
        yield f"{prefix}{key.value}", key.start_mark.line + 1
        yield from _lines_under(value, path, f"{prefix}{key.value}.", above)


def _position(node: Any) -> tuple[int, int]:
    """Return the line and column of a node, from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every leaf of a tree of mappings with its dotted path."""
    for name, value in tree.items():
        if isinstance(value, Mapping) and value:
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def to_yaml(tree: Mapping[str, Any]) -> str:
    """Return a tree as YAML text, in its own order."""
    return yaml.dump(dict(tree), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
