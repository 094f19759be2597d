"""Tables of what is measured: the columns of the tables of results, and the kinds of entries of the event log."""

from entente.docs_build.markdown import code, rows_to_table
from entente.sim.model.measures import CONDITIONS, FUNCTIONS, LOG_ENTRIES, Measure


def measures_table(columns: dict[str, Measure], kinds: dict[str, str], *, both: bool) -> str:
    """Return the columns of one table of results."""
    if not both:
        return rows_to_table(
            ["Column", "Unit", "Formula", "Meaning"],
            [[code(name), one.unit, one.formula, one.en] for name, one in columns.items()],
        )
    return rows_to_table(
        ["Column", "Type", "Unit", "Formula", "Meaning", "Sens"],
        [
            [code(name), kinds.get(name, "float64"), one.unit, one.formula, one.en, one.fr]
            for name, one in columns.items()
        ],
    )


def conditions_table() -> str:
    """Return the six conditions with their scores."""
    rows = [[code(name), one.formula, one.en, one.fr] for name, one in CONDITIONS.items()]
    return rows_to_table(["Condition", "Score", "Meaning", "Sens"], rows)


def log_entries_table(*, both: bool) -> str:
    """Return the kinds of entries of the event log."""
    rows = [
        [code(name), code(one.function), one.who, one.extent, one.en, *([one.fr] if both else [])]
        for name, one in LOG_ENTRIES.items()
    ]
    return rows_to_table(["Kind", "Function", "Who", "Size", "Meaning", *(["Sens"] if both else [])], rows)


def functions_table() -> str:
    """Return the three functions of what happens."""
    return rows_to_table(["Function", "Meaning", "Sens"], [[code(name), *texts] for name, texts in FUNCTIONS.items()])
