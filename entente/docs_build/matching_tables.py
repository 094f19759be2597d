"""Tables of history matching: its options, its targets."""

from entente.analysis.matching.targets import TARGETS, Target
from entente.commands.matching.options import MATCH_OPTIONS
from entente.docs_build.markdown import code, rows_to_table
from entente.docs_build.settings_tables import declared_table
from entente.studies.options import ExecutorOptions, declared_options


def matching_options_table() -> str:
    """Return how a matching is made, but for what carries it out."""
    elsewhere = declared_options(ExecutorOptions)
    return declared_table(one for name, one in MATCH_OPTIONS.items() if name not in elsewhere)


def matching_targets_table() -> str:
    """Return every figure: value, tolerance, on which scenario, whether it is a target, grade and source."""
    rows = [
        [code(one.name), one.text.en, one.text.fr, f"{one.value:.4g} ± {one.tolerance:.2g}", one.unit, one.scenario,
         use_of(one), str(one.grade), one.source]
        for one in TARGETS.values()
    ]  # fmt: skip
    return rows_to_table(["Name", "Figure", "Chiffre", "Value", "Unit", "Scenario", "Target?", "Grade", "Source"], rows)


def use_of(target: Target) -> str:
    """Return whether a figure is a target, or why it is none."""
    return "yes" if target.used else f"no: {target.because.en}"
