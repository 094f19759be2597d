"""What each section of the card says: from checks, from declarations, from results."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from entente.analysis.anchors.anchors import ANCHORS
from entente.analysis.anchors.anchors_figure import PLACES
from entente.analysis.matching.targets import TARGETS
from entente.analysis.patterns import PATTERNS
from entente.analysis.patterns.verdict_words import word
from entente.analysis.statistics.intervals import Verdict, worst_verdict
from entente.commands.card.page import Section
from entente.commands.card.results import MADE_BY, Source
from entente.commands.card.verification import verify
from entente.commands.levers.levers import OUTCOME_WORDS
from entente.i18n import N_, number, percent, say
from entente.sim.model.declare import parameters
from entente.sim.model.parameters import MECHANISMS
from entente.sim.model.situation import Settings

TITLES = {
    "matching": N_("Targets of the matching"), "patterns": N_("Patterns"), "anchors": N_("Figures of the field"),
    "ablation": N_("Ablation"), "levers": N_("Levers"), "calibration": N_("What a calibration can tell apart"),
}  # fmt: skip
YES, NO = N_("yes"), N_("no")
Rows = list[list[str]]


def verification_section(language: str) -> Section:
    """Return the verification of the model, made now."""
    checks = verify(language)
    head = [say(name, language) for name in (N_("What must be"), N_("Found"), N_("Holds"))]
    rows = [[one.what, one.found, say(YES if one.holds else NO, language)] for one in checks]
    held = sum(one.holds for one in checks)
    line = say("{held} of {count} checks hold.", language, held=held, count=len(checks))
    return Section(say("Verification", language), [line], head, rows)


def data_section(language: str) -> Section:
    """Return how each datum is used: as an input, as a target, as a check (ODD+2D: Laatabi et al. 2018)."""
    rows = [*_inputs(language), *_targets(language), *_tests(language)]
    counts = Counter(one.about.grade.value for one in parameters(Settings) if "." in one.path)
    line = say(
        "Of the parameters, {measured} are measured, {derived} derived and {assumed} assumed. Which data enter where:",
        language, measured=counts["measured"], derived=counts["derived"], assumed=counts["assumed"],
    )  # fmt: skip
    head = [say(name, language) for name in (N_("Datum"), N_("Use"), N_("Source"))]
    return Section(say("How each datum is used", language), [line], head, rows)


def _inputs(language: str) -> Iterator[list[str]]:
    """Yield the data that enter as values of parameters."""
    for one in parameters(Settings):
        founded = one.about.grade.value in ("measured", "derived") and one.about.source
        if founded and "." in one.path and "<" not in one.path:
            yield [f"{one.about.meaning(language)} (`{one.path}`)", say("input", language), one.about.source]


def _targets(language: str) -> Iterator[list[str]]:
    """Yield the figures of the field, those that are targets of the matching and the others."""
    for one in TARGETS.values():
        said = say("target of the matching", language)
        if not one.used:
            said = say("not used as a target", language) + say(": ", language) + one.because.in_language(language)
        yield [one.text.in_language(language), said, one.source]


def _tests(language: str) -> Iterator[list[str]]:
    """Yield the statements that are tested and never were targets."""
    for one in PATTERNS.values():
        text = f"{one.key}. {one.statement.in_language(language)}"
        yield [text, say("test, never a target", language), one.source]


def result_section(kind: str, source: Source | None, language: str) -> Section:
    """Return the section of one kind of results, or how to make them."""
    title = say(TITLES[kind], language)
    if source is None:
        line = say("Nothing yet: {command}", language, command=f"`{MADE_BY[kind]}`")
        return Section(title, [line], missing=True)
    try:
        lines, head, rows = _TABLES[kind](source.tables, language)
    except (KeyError, ValueError):  # of another version, with other columns or names
        line = say("The tables in {folder} have another form: {command}", language, folder=source.folder,
                   command=f"`{MADE_BY[kind]}`")  # fmt: skip
        return Section(title, [line], current=False)
    made = [f"{name} {source.about[name]}" for name in ("replicates", "seed") if name in source.about]
    where = say("From {folder}", language, folder=source.folder.name) + (f" ({', '.join(made)})" if made else "")
    return Section(title, [*lines, f"{where}."], [say(name, language) for name in head], rows, source.current)


def _matching(tables: Mapping[str, pd.DataFrame], language: str) -> tuple[list[str], list[str], Rows]:
    """Tell targets met and missed."""
    table = tables["targets.csv"]
    rows = [
        [TARGETS[row.target].text.in_language(language) if row.target in TARGETS else row.target,
         f"{number(row.value, language)} ± {number(row.tolerance, language)}",
         _interval(row.mean, row.low, row.high, language), row.verdict]
        for row in table.itertuples()
    ]  # fmt: skip
    met = int((table["verdict"] == "met").sum())
    line = say("{met} of {count} targets are met by most plausible settings.", language, met=met, count=len(table))
    return [line], [N_("Target"), N_("Field"), N_("Plausible settings, 90% of them"), N_("Verdict")], rows


def _patterns(tables: Mapping[str, pd.DataFrame], language: str) -> tuple[list[str], list[str], Rows]:
    """Tell the verdict of each pattern."""
    table = tables["patterns.csv"]
    rows: Rows = []
    verdicts = []
    for key, mine in table.groupby("pattern", sort=False):
        verdict = worst_verdict([Verdict(one) for one in mine["verdict"]])
        verdicts.append(verdict)
        holds = int((mine["verdict"] == Verdict.HOLDS.value).sum())
        pattern = PATTERNS[str(key)]
        text = pattern.statement.in_language(language)
        rows.append([f"{key}. {text}", word(verdict, language), f"{holds}/{len(mine)}"])
    held = verdicts.count(Verdict.HOLDS)
    line = say("{held} of {count} patterns hold; none was a target.", language, held=held, count=len(verdicts))
    return [line], [N_("Pattern"), N_("Verdict"), N_("Contrasts that hold")], rows


def _anchors(tables: Mapping[str, pd.DataFrame], language: str) -> tuple[list[str], list[str], Rows]:
    """Tell where the defaults stand beside the figures of the field."""
    table = tables["anchors.csv"]
    rows = [
        [ANCHORS[row.anchor].text.in_language(language),
         f"{number(row.target_low, language)} – {number(row.target_high, language)}",
         _interval(row.mean, row.low, row.high, language), say(PLACES[row.place], language)]
        for row in table.itertuples()
    ]  # fmt: skip
    inside = int((table["place"] == "inside").sum())
    line = say("{inside} of {count} figures are inside.", language, inside=inside, count=len(table))
    return [line], [N_("Figure"), N_("Field"), N_("Given by the defaults"), N_("Place")], rows


def _ablation(tables: Mapping[str, pd.DataFrame], language: str) -> tuple[list[str], list[str], Rows]:
    """Tell which verdicts change without each mechanism."""
    table = tables["ablation_patterns.csv"]
    changed = table[table["changed"].astype(str) == "True"]
    rows: Rows = []
    for name, mine in changed.groupby("mechanism", sort=False):
        en, fr = MECHANISMS[str(name)]
        told = "; ".join(
            f"{one.pattern} {' → '.join(word(Verdict(said), language) for said in (one.verdict, one.without))}"
            for one in mine.itertuples()
        )
        rows.append([fr if language == "fr" else en, told])
    line = say("{count} mechanisms were switched off in turn; without {some} of them some verdict changes.", language,
               count=table["mechanism"].nunique(), some=len(rows))  # fmt: skip
    return [line], [N_("Without the mechanism"), N_("Verdicts that change")], rows


def _levers(tables: Mapping[str, pd.DataFrame], language: str) -> tuple[list[str], list[str], Rows]:
    """Tell how many levers do what they are for."""
    counts = Counter(tables["levers.csv"]["outcome"])
    rows = [[say(text, language), str(counts[outcome.value])] for outcome, text in OUTCOME_WORDS.items()]
    harm = int(tables["levers.csv"]["reason"].notna().sum())
    line = say("{harm} levers that are advised lower mobilisation where they are meant to act.", language, harm=harm)
    return [line], [N_("The lever"), N_("Levers")], rows


def _calibration(tables: Mapping[str, pd.DataFrame], language: str) -> tuple[list[str], list[str], Rows]:
    """Tell how much narrower each parameter is after data, how often intervals hold, whether ranks are uniform."""
    ranks = tables["ranks.csv"].set_index("parameter") if "ranks.csv" in tables else None
    rows = []
    for row in tables["parameters.csv"].itertuples():
        uniform = "–" if ranks is None else f"p = {number(float(ranks.loc[row.parameter, 'kolmogorov_p']), language)}"
        rows.append([f"`{row.parameter}`", percent(max(0.0, row.narrower), language),
                     percent(row.coverage_90, language), uniform])  # fmt: skip
    line = say(
        "Width of posteriors against that of priors, share of runs held out whose 90% interval holds their true value, "
        "and whether the ranks of true values are uniform (simulation-based calibration).",
        language,
    )
    return [line], [N_("Parameter"), N_("Narrower than before"), N_("90% held"), N_("Uniform ranks")], rows


def _interval(mean: float, low: float, high: float, language: str) -> str:
    """Write a value and its interval."""
    ends = say("[{low}, {high}]", language, low=number(low, language), high=number(high, language))
    return f"{number(mean, language)} {ends}"


_TABLES: Mapping[str, Callable[[Mapping[str, pd.DataFrame], str], tuple[list[str], list[str], Rows]]] = {
    "matching": _matching, "patterns": _patterns, "anchors": _anchors, "ablation": _ablation, "levers": _levers,
    "calibration": _calibration,
}  # fmt: skip
