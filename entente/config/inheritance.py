"""A scenario laid over what stands below it: the options that it picks, the scenarios that it extends.

Entries are joined name by name, anything else said again replaces what was said (a text in both its languages), and an
entry or a set of entries given as ``null`` is taken out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from entente.config.problems import Located, Origin, located
from entente.config.yamlfile import Document
from entente.sim.model.situation import Settings, Text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import Violation, nearest

MARKS = ("defaults", "extends", "resolved")  # what a scenario says of itself as a file: no settings


def inherited(documents: Sequence[Document]) -> dict[str, Any]:
    """Return what the documents of a scenario say together, the strongest given first; options are not counted in."""
    tree: dict[str, Any] = {}
    for document in reversed(documents):
        list(laid(document, tree, own=document is documents[0]))
    return tree


def laid(document: Document, tree: dict[str, Any], own: bool = True) -> Iterator[Located]:
    """Lay a document over a tree, in place, and yield the entries to take out that the tree does not have.

    Args:
        document: what one file says.
        tree: what stands below it.
        own: whether the scenario is that file, and not one that extends it: a name is not inherited.
    """
    said = {name: value for name, value in document.tree.items() if name not in MARKS and (own or name != "name")}
    for missing in laid_under((), said, tree, Settings):
        yield located(missing, Origin("file", document.path, document.lines.get(missing.path)))


def laid_under(path: tuple[str, ...], said: Mapping[str, Any], tree: dict[str, Any], kind: Any) -> Iterator[Violation]:
    """Lay the names said under a path, whose declared type is ``kind``, over those of a tree."""
    for name, value in said.items():
        here, inner = ".".join((*path, name)), declared(kind, name)
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
            yield from laid_under((*path, name), value, tree[name], inner)
        else:
            tree[name] = value


def declared(kind: Any, name: str) -> Any:
    """Return the declared type of what has that name in a declared type; None when nothing has."""
    if isinstance(kind, type) and is_dataclass(kind):
        return hints(kind).get(name)
    return get_args(kind)[1] if get_origin(kind) is dict else None


@cache
def hints(kind: Any) -> dict[str, Any]:
    """Return the declared types of the fields of a dataclass."""
    return get_type_hints(kind, include_extras=True)


def is_entry(kind: Any, inner: Any) -> bool:
    """Tell whether a type within another is that of a named entry (an organisation) or of a whole set of them."""
    return get_origin(kind) is dict or get_origin(inner) is dict
