"""The formulas of ``sim/derived.py``, read from their source, for a page that works them out without Python.

A formula is a number, the dotted path of a parameter, or a list: the name of an operation, then its terms, which are
formulas. What functions there call, and what they name on the way, is written out in place.
"""

import ast
import inspect
import math
import operator
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from entente.sim.derived import SECTIONS
from entente.sim.engine.compilation import plain_form
from entente.sim.engine.elementary import exponential

Formula = Any  # float | str | list[Formula]; of the whole of the parameters, the path is empty

_OPERATIONS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.LtE: "<=", ast.Gt: ">", ast.And: "and",
}  # fmt: skip
_FUNCTIONS: dict[Any, str] = {
    min: "min", math.sqrt: "sqrt", plain_form(exponential): "exponential", operator.neg: "negative",
}  # fmt: skip
_CONDITION = "if"


def every_formula() -> dict[str, Formula]:
    """Return the formula of each derived parameter by its dotted path."""
    return {
        f"{section}.{name}": formula
        for section, (_, make) in SECTIONS.items()
        for name, formula in _result(make, [""]).items()
    }


def _result(function: Callable[..., Any], terms: Sequence[Formula]) -> Any:
    """Return what a function makes of its terms: a formula, or those of the fields of a record by name."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    names = dict(zip((one.arg for one in tree.args.args), terms, strict=True))
    _docstring, *statements = tree.body
    return _outcome_of(statements, FormulaReader(names, vars(inspect.getmodule(function))))


def _outcome_of(statements: Sequence[ast.stmt], reader: "FormulaReader") -> Any:
    """Return what a series of statements returns: names given to formulas, cases that return at once, a result."""
    for place, one in enumerate(statements):
        match one:
            case ast.Assign():
                reader.name(one)
            case ast.If(test=test, body=[ast.Return(value=value)], orelse=[]) if value is not None:
                return [
                    _CONDITION,
                    reader.formula(test),
                    reader.formula(value),
                    _outcome_of(statements[place + 1 :], reader),
                ]
            case ast.Return(value=ast.Call(args=[], keywords=fields)):
                return {str(field.arg): reader.formula(field.value) for field in fields}
            case ast.Return(value=value) if value is not None:
                return reader.formula(value)
            case _:
                raise _unreadable(one)
    raise AssertionError("a formula returns a value")


class FormulaReader:
    """Reads expressions of one function as formulas.

    Attributes:
        names: the formulas of its arguments and of what it named so far.
        scope: what stands in its module.
    """

    def __init__(self, names: dict[str, Formula], scope: Mapping[str, Any]) -> None:
        self.names, self.scope = names, scope

    def name(self, statement: ast.Assign) -> None:
        """Keep the formulas to which a statement gives names."""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.names[name] = self.formula(value)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                self.names |= {ast.unparse(to): self.formula(value) for to, value in zip(targets, values, strict=True)}
            case _:
                raise _unreadable(statement)

    def is_call_of(self, called: ast.expr, function: Any) -> bool:
        """Tell whether what is called is a function."""
        return isinstance(called, ast.Name) and self.scope.get(called.id) is function

    def formula(self, node: ast.expr) -> Formula:
        """Return an expression as a formula."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.names[name] if name in self.names else self.scope[name]
            case ast.Attribute(value=value, attr=name):
                return f"{self.formula(value)}.{name}".lstrip(".")
            case ast.IfExp(test=test, body=one, orelse=other):
                return [_CONDITION, *map(self.formula, (test, one, other))]
            case ast.UnaryOp(op=ast.USub(), operand=one):
                return [_FUNCTIONS[operator.neg], self.formula(one)]
            case ast.Subscript(value=value, slice=ast.Constant(value=0)):  # the one record of an array
                return self.formula(value)
            case (
                ast.BinOp(left=one, op=done, right=other)
                | ast.Compare(left=one, ops=[done], comparators=[other])
                | ast.BoolOp(op=done, values=[one, other])
            ) if type(done) in _OPERATIONS:
                return [_OPERATIONS[type(done)], self.formula(one), self.formula(other)]
            case ast.Call(func=called, args=terms, keywords=[]):
                return self.call(called, [self.formula(one) for one in terms])
        raise _unreadable(node)

    def call(self, called: ast.expr, terms: list[Formula]) -> Formula:
        """Return what a call makes of its terms: an operation, or what a function of ours says, written out."""
        function = eval(compile(ast.Expression(called), "<formula>", "eval"), dict(self.scope))
        if function is float:
            return terms[0]
        return [_FUNCTIONS[function], *terms] if function in _FUNCTIONS else _result(function, terms)


def _unreadable(node: ast.AST) -> ValueError:
    """Return the error of an expression or a statement that no formula can say."""
    return ValueError(f"a page has no words for: {ast.unparse(node)}")
