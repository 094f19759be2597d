"""The pages, and the parts of them that are generated.

What stands between ``<!-- table: NAME -->`` and ``<!-- end -->`` is a table of ``TABLES``, and what stands between
``<!-- value: PATH -->`` and ``<!-- /value -->`` is the default of that parameter (``<!-- value: PATH fr -->`` writes
it in French). Nothing in them is typed by hand.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from entente.config.run_settings import RUN_PARAMETERS
from entente.config.yaml_files import flatten
from entente.docs_build.calibrated import measured_calibration
from entente.docs_build.constants import constants_table
from entente.docs_build.lever_tables import levers_table
from entente.docs_build.matching_tables import matching_options_table, matching_targets_table
from entente.docs_build.measure_tables import (
    conditions_table,
    functions_table,
    log_entries_table,
    measures_table,
)
from entente.docs_build.measured import (
    measured_ablation,
    measured_anchors,
    measured_levers,
    measured_patterns,
    measured_targets,
    statements_table,
    tests_table,
)
from entente.docs_build.measured_attendance import measured_attendance
from entente.docs_build.option_tables import axes_table, channels_table, options_table, scenarios_table
from entente.docs_build.planner_examples import EXAMPLES, example_plans_table, example_scores_table
from entente.docs_build.plausible_sample import sample_table
from entente.docs_build.settings_tables import (
    mechanisms_table,
    model_parameters,
    parameter_tables,
    phases_table,
    run_settings_table,
    stages_table,
    study_table,
)
from entente.docs_build.states import state_tables
from entente.i18n.option_names import HERE
from entente.results.table_types import ATTENDANCE_TYPES, SUMMARY_TYPES
from entente.sim.model.levers import Advice
from entente.sim.model.measures import (
    ATTENDANCE,
    CASE_TALLY,
    CONDITION_SERIES,
    GROUP_SERIES,
    ORGANISATION_SERIES,
    SERIES,
    SUMMARIES,
)
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import as_tree

_TABLE = re.compile(r"(<!-- table: ([^\n]+?) -->\n).*?(<!-- end -->)", re.DOTALL)
_VALUE = re.compile(r"(<!-- value: (\S+?)(?: (fr|en))? -->).*?(<!-- /value -->)", re.DOTALL)
_OPENED = re.compile(r"<!-- (?:table|value): ")

_TABLES: dict[str, Callable[[], str]] = {
    "parameters": lambda: parameter_tables(model_parameters(), ["en"], "####"),
    "parameters both": lambda: parameter_tables(model_parameters(), ["en", "fr"], "###"),
    "run": run_settings_table,
    "matching": matching_options_table,
    "targets": matching_targets_table,
    "plausible": sample_table,
    "study": study_table,
    "mechanisms": mechanisms_table,
    "phases": lambda: phases_table("en"),
    "phases fr": lambda: phases_table("fr"),
    "state": state_tables,
    "constants": constants_table,
    "series": lambda: measures_table(SERIES, {}, both=False),
    "organisation series": lambda: measures_table(ORGANISATION_SERIES, {}, both=False),
    "summaries": lambda: measures_table(SUMMARIES, {}, both=False),
    "case tally": lambda: measures_table(CASE_TALLY, dict.fromkeys(CASE_TALLY, "int64"), both=True),
    "conditions": conditions_table,
    "condition series": lambda: measures_table(CONDITION_SERIES, {}, both=True),
    "event_log": lambda: log_entries_table(both=False),
    "event_log both": lambda: log_entries_table(both=True),
    "functions": functions_table,
    "group series": lambda: measures_table(GROUP_SERIES, {}, both=True),
    "attendance": lambda: measures_table(ATTENDANCE, ATTENDANCE_TYPES, both=True),
    "series both": lambda: measures_table(SERIES, {}, both=True),
    "organisation series both": lambda: measures_table(ORGANISATION_SERIES, {}, both=True),
    "summaries both": lambda: measures_table(SUMMARIES, SUMMARY_TYPES, both=True),
    "leadership": lambda: options_table("leadership"),
    "leadership axes": lambda: axes_table("leadership"),
    "communication": lambda: options_table("communication"),
    "channels": channels_table,
    "governance": lambda: options_table("governance"),
    "governance axes": lambda: axes_table("governance"),
    "scenarios": scenarios_table,
    "stages": stages_table,
    "patterns": statements_table,
    "contrasts": tests_table,
    "measured patterns": measured_patterns,
    "measured anchors": measured_anchors,
    "measured ablation": measured_ablation,
    "measured levers": measured_levers,
    "measured targets": measured_targets,
    "measured attendance": measured_attendance,
    "measured calibration": measured_calibration,
    **{
        f"{what} {sheet}{' fr' * (language == 'fr')}": partial(table, sheet, language)
        for what, table in (("example plans", example_plans_table), ("example scores", example_scores_table))
        for sheet in EXAMPLES
        for language in ("en", "fr")
    },
    "levers do": lambda: levers_table(Advice.DO, "en"),
    "levers keep": lambda: levers_table(Advice.KEEP, "en"),
    "levers avoid": lambda: levers_table(Advice.AVOID, "en"),
    "levers do fr": lambda: levers_table(Advice.DO, "fr"),
    "levers keep fr": lambda: levers_table(Advice.KEEP, "fr"),
    "levers avoid fr": lambda: levers_table(Advice.AVOID, "fr"),
}


def default_text(path: str, language: str) -> str:
    """Return a default as it is written in a language.

    Raises:
        KeyError: when no setting has that path.
    """
    values = {**dict(flatten(as_tree(Settings()))), **{name: one.default for name, one in RUN_PARAMETERS.items()}}
    if path not in values:
        raise KeyError(path)
    text = f"{values[path]:g}" if isinstance(values[path], float) else str(values[path])
    return text.replace(".", ",") if language == "fr" else text


def rewrite(text: str) -> str:
    """Return a page with its generated parts made again.

    Raises:
        KeyError: when it asks for a table or a value that does not exist.
        ValueError: when a generated part is opened and not closed.
    """
    if len(_OPENED.findall(text)) != len(_TABLE.findall(text)) + len(_VALUE.findall(text)):
        raise ValueError("a generated part is not closed with <!-- end --> or <!-- /value -->")
    text = _TABLE.sub(lambda found: f"{found[1]}\n{_TABLES[found[2]]()}\n\n{found[3]}", text)
    return _VALUE.sub(lambda found: found[1] + default_text(found[2], found[3] or "en") + found[4], text)


def pages() -> list[Path]:
    """Return the pages of the checkout that this package stands in."""
    root = HERE.parent
    return [path for path in [root / "README.md", *sorted((root / "docs").rglob("*.md"))] if path.is_file()]
