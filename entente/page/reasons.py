"""The reasons of an organisation to come or to stay away, read from the rule of motivation as formulas for a page."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from entente.page.formulas import Formula, FormulaReader
from entente.sim.engine.compilation import plain_form
from entente.sim.model.parameters import MECHANISMS
from entente.sim.rules import motivation
from entente.sim.rules.common import add_terms

_SIDES = {"pulls": motivation.benefits, "holds": motivation.costs}


def reason_formulas() -> list[dict[str, Any]]:
    """Return what pulls an organisation to the partnership and what holds it back, as ``add_terms`` sums them up.

    Returns:
        for each reason the ``id`` of its mechanism, its ``title`` in both languages, its side (``pulls`` or ``holds``),
        whether it is ``on``, its ``weight`` beside the others of its side, and its ``level``, from 0 to 1: formulas of
        what is called ``org``, ``params`` and ``state`` in the rule.
    """
    known = {name: name for name in ("org", "params", "state")}
    whole = _reader_of(motivation.motivation, known)
    for one in _body(motivation.motivation):
        if isinstance(one, ast.Assign):
            whole.name(one)
    found = []
    for side, function in _SIDES.items():
        reader = _reader_of(function, whole.names | known)
        for on, weight, value, share in _terms(function, reader):
            name = str(on).rsplit(".", 1)[-1]
            en, fr = MECHANISMS[name]
            found.append({"id": name, "title": {"fr": fr, "en": en}, "side": side, "on": on, "weight": weight,
                          "level": ["*", value, share]})  # fmt: skip
    return found


def _terms(function: Callable[..., Any], reader: FormulaReader) -> Iterator[list[Formula]]:
    """Yield the terms that a function adds up: whether it is on, weight, value and share of each."""
    for one in _body(function):
        match one:
            case ast.Assign(value=ast.Call(func=called, args=[ast.Tuple(elts=terms), _])) if reader.is_call_of(
                called, add_terms
            ):
                for term in terms:
                    assert isinstance(term, ast.Tuple)
                    yield [reader.formula(each) for each in term.elts]
            case ast.Assign():
                reader.name(one)


def _reader_of(function: Callable[..., Any], names: dict[str, Formula]) -> FormulaReader:
    """Return a reader of what a rule says."""
    return FormulaReader(dict(names), vars(inspect.getmodule(plain_form(function))))


def _body(function: Callable[..., Any]) -> list[ast.stmt]:
    """Return the statements of a rule, after its docstring."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(plain_form(function)))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree.body[1:]
