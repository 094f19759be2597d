"""A scenario laid over what it starts from: the options that it picks, the scenarios that it extends.

Entries are joined name by name. Anything else that is given again replaces what was given (a text, in both its
languages), and an entry or a set of entries given as ``null`` is taken out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from entente.config.problems import Located, Origin, locate
from entente.config.yaml_files import Document
from entente.sim.model.levers import Effect
from entente.sim.model.situation import Settings, Text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import Violation, nearest

NEARLY = 0.8  # how much a new name looks like another one that may have been meant
FILE_ENTRIES = ("defaults", "extends", "resolved", "twin")  # what a scenario file says of itself: no settings


def merge_documents(documents: Sequence[Document]) -> dict[str, Any]:
    """Return the settings that the documents of a scenario give together, the first document the strongest.

    The options that they pick are left out.
    """
    tree: dict[str, Any] = {}
    for document in reversed(documents):
        list(apply_document(document, tree, own=document is documents[0]))
    return tree


def apply_document(document: Document, tree: dict[str, Any], own: bool = True) -> Iterator[Located]:
    """Lay a document over a tree, in place, and yield the entries to take out that the tree does not have.

    Args:
        document: the content of one file.
        tree: what it is laid over.
        own: whether the file is the scenario itself, and not one that it extends: a name is not inherited.
    """
    left_out = FILE_ENTRIES if own else (*FILE_ENTRIES, "name")
    values = {name: value for name, value in document.tree.items() if name not in left_out}
    for missing in _apply_values(values, tree, (), Settings):
        yield locate(missing, Origin("file", document.path, document.lines.get(missing.path)))


def field_type(kind: Any, name: str) -> Any:
    """Return the declared type of a field or an entry of a declared type; None when there is none of that name."""
    if isinstance(kind, type) and is_dataclass(kind):
        return _field_types(kind).get(name)
    return get_args(kind)[1] if get_origin(kind) is dict else None


def is_entry(kind: Any, inner: Any) -> bool:
    """Tell whether ``inner``, declared in ``kind``, is a named entry (an organisation) or a whole set of entries."""
    return get_origin(kind) is dict or get_origin(inner) is dict


def is_table(kind: Any) -> bool:
    """Tell whether a declared type is a table of entries whose names a scenario chooses.

    Settings that change, and what levers move, are named by paths that are declared.
    """
    return get_origin(kind) is dict and get_args(kind)[1] not in (Any, Effect)


def _apply_values(
    values: Mapping[str, Any], tree: dict[str, Any], path: tuple[str, ...], kind: Any
) -> Iterator[Violation]:
    """Lay values over a section of a tree; ``path`` is where it stands and ``kind`` its declared type."""
    inherited = list(tree)
    for said, value in values.items():
        name = said.removeprefix("+") if is_table(kind) else said
        here, inner = ".".join((*path, name)), field_type(kind, name)
        if is_table(kind) and (wrong := _doubtful_entry(said, value, inherited, here)):
            yield wrong
            continue
        if value is None and is_entry(kind, inner):
            if name in tree:
                del tree[name]
            else:
                close = nearest(name, tree, ".".join(path))
                yield Violation(
                    here,
                    message("there is nothing to take out"),
                    message("entries (name: value), or {{}} for none"),
                    close,
                )
        elif isinstance(value, Mapping):
            below = tree.get(name)
            tree[name] = dict(below) if isinstance(below, Mapping) and inner is not Text else {}
            yield from _apply_values(value, tree[name], (*path, name), inner)
        else:
            tree[name] = value


def _doubtful_entry(said: str, value: Any, inherited: Sequence[str], path: str) -> Violation | None:
    """Return the violation of an entry that is nearly one that is inherited, or is added where it is inherited."""
    name = said.removeprefix("+")
    if said != name:
        return Violation(path, message("it is there already"), name) if name in inherited else None
    close = get_close_matches(name, inherited, n=3, cutoff=NEARLY)
    if value is None or name in inherited or not close:
        return None
    lead = path.removesuffix(name)
    wanted = message("{entry} to add one", entry=f"+{name}")
    return Violation(path, message("it is nearly one that is inherited"), wanted, tuple(lead + one for one in close))


@cache
def _field_types(kind: Any) -> dict[str, Any]:
    """Return the declared types of the fields of a dataclass."""
    return get_type_hints(kind, include_extras=True)
