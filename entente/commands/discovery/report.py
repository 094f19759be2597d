"""``entente discover``: which settings lead to essoufflement, or to a goal missed."""

from collections.abc import Iterator, Sequence
from functools import partial

from entente.analysis.discovery.limit_words import name_and_limit
from entente.analysis.discovery.prim import Box
from entente.analysis.discovery.scenario_discovery import DEFAULT_AXES
from entente.analysis.plotting.phrases import join_words
from entente.commands.discovery.discovery import DiscoveryResults, discovery_of, refuse_impossible_box, varying
from entente.commands.sweep.study_or_plan import complete_study, parse_all, study_or_plan
from entente.i18n import N_, number, percent, say
from entente.studies.goals import goals_of
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.options import parse_share, whole

SMALL = 0.001  # probabilities below this are written as less than


def discover_command(
    overrides: Sequence[str], uncertain: Sequence[str], measures: Sequence[str], goals: Sequence[str],
    axes: str | None, density: str | None, language: str,
) -> int:  # fmt: skip
    """Discover what leads to goals missed and return the exit code."""

    def work() -> int:
        source, wanted, most, least = parse_all(
            partial(study_or_plan, overrides, uncertain, measures, varying), partial(goals_of, goals),
            partial(whole, "axes", axes, DEFAULT_AXES), partial(parse_share, "density", density),
        )  # fmt: skip
        refuse_impossible_box(most, least)
        code, study = complete_study(source, language)
        if code:
            return code
        found = discovery_of(study, wanted, most, least)
        print(f"\n{discovery_text(found, language)}")
        print(say("Results: {folder}", language, folder=found.save(language)))
        return 0

    return exit_code_of(work, language, overrides)


def discovery_text(found: DiscoveryResults, language: str) -> str:
    """Return what was found: sentences, the limits of the box, the questions of the tree."""
    parts = ["\n".join(found.sentences(language))]
    if found.left_out:
        parts.append(
            say(
                "{count} runs are left out: they failed, or have no figure for the goal.",
                language,
                count=number(found.left_out, language, 0),
            )
        )
    if found.found.box:
        head = [
            say(key, language)
            for key in (
                N_("density without it"),
                N_("coverage without it"),
                N_("found again"),
                N_("by chance"),
                N_("limit"),
            )
        ]
        parts.append(table(limit_rows(found, language), head, numbers=(0, 1, 2, 3)))
    if len(found.root.leaves()) > 1:
        head = [
            say(key, language)
            for key in (N_("how often"), N_("checked"), N_("of the futures"), N_("of the cases"), N_("settings"))
        ]
        parts.append(
            say("Questions that lead to it:", language)
            + "\n"
            + table(tree_rows(found, language), head, numbers=(0, 1, 2, 3))
        )
    elif found.found.box or found.found.trajectory.size:
        parts.append(say("No tree of questions separates the cases better than chance would.", language))
    return "\n\n".join(parts)


def limit_rows(found: DiscoveryResults, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each limit."""
    box, columns = found.found.box, found.found.cases.columns
    for _, one in found.limits.iterrows():
        axis = str(one["axis"])
        chance = one["quasi_p"]
        small = f"<{number(SMALL, language, 3)}" if chance < SMALL else number(chance, language, 3)
        again = "–" if one["reproducibility"] != one["reproducibility"] else percent(one["reproducibility"], language)
        yield (percent(one["density_without"], language), percent(one["coverage_without"], language), again, small,
               name_and_limit(axis, box[axis], columns[axis], language))  # fmt: skip


def tree_rows(found: DiscoveryResults, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each end of the tree."""
    for leaf in found.root.leaves():
        checked = leaf.checked
        again = percent(checked.density, language) if checked and checked.points else "–"
        yield (percent(leaf.fit.density, language), again, percent(leaf.fit.mass, language),
               percent(leaf.fit.coverage, language), path_text(leaf.box, found, language))  # fmt: skip


def path_text(box: Box, found: DiscoveryResults, language: str) -> str:
    """Return the settings of one path."""
    columns = found.found.cases.columns
    return join_words(
        [name_and_limit(axis, limit, columns[axis], language) for axis, limit in box.items()], "and", language
    )
