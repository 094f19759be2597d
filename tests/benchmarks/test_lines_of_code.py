"""Lines of code are counted as one would by hand; every file of the model belongs to one implementation."""

from benchmarks.lines_of_code import FACE, ROOT, c_lines, implementations, lines_of, python_lines, table_of_lines

PYTHON = '''"""A module.

With a docstring.
"""

import math  # counts


# does not
def area(radius):
    """Return the area."""
    text = """two
lines"""
    return (
        math.pi

        * radius**2
    )


class Empty:
    "Also a docstring."
'''
C = """/* A file
 * with a comment. */

#include <math.h>

// another one
double half(double x) /* with one beside it */
{
    const char *text = "no // comment, /* nor here */";

    return x / 2; // counts
}
"""


def test_lines_of_python_are_those_without_blanks_comments_and_docstrings():
    assert python_lines(PYTHON) == 9


def test_lines_of_c_are_those_without_blanks_and_comments():
    assert c_lines(C) == 6


def test_every_module_of_the_model_is_counted_once():
    groups = implementations()
    rules, running = groups["the model as compiled rules"], groups["what compiles the rules and runs them on all cores"]
    counted = [*rules, *running]
    assert len(counted) == len(set(counted))
    expected = {path for folder in ("rules", "engine") for path in (ROOT / "sim" / folder).rglob("*.py")}
    expected |= {path for path in (ROOT / "sim").glob("*.py") if path.name not in FACE}
    assert set(counted) == expected


def test_the_two_heaviest_phases_are_the_same_modules_in_both():
    names = [{path.name for path in paths} for name, paths in implementations().items() if "heaviest" in name]
    assert names[0] == names[1] != set()
    assert names[2] == {"relation.c", "observation.c", "phases.h"}


def test_the_table_has_lines_and_milliseconds_side_by_side():
    table = table_of_lines({"the model as compiled rules": {20: 0.5, 50: 1.0}}).set_index("implementation")
    row = table.loc["the model as compiled rules"]
    assert (row["20 organisations (ms)"], row["50 organisations (ms)"]) == (0.5, 1.0)
    assert row["lines of code"] == lines_of(implementations()["the model as compiled rules"])
    assert table["lines of code"].min() > 0
