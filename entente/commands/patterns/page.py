"""The page of the patterns: one HTML file that holds everything, in French or English."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from entente.analysis.patterns.pattern import CALENDAR
from entente.analysis.patterns.verdict_words import word
from entente.analysis.run.arms import Arm
from entente.analysis.statistics.intervals import Verdict
from entente.commands.patterns.report import (
    PatternResult,
    bound_text,
    effect_text,
    holding_with_interval,
    interval_text,
    why_not,
)
from entente.commands.patterns.trials import Finding, share_holding
from entente.i18n import N_, say
from entente.i18n.option_names import scenario_label
from entente.results.versions import __version__
from entente.studies.experiment import compose_arm
from entente.studies.experiment_request import ExperimentRequest
from entente.studies.plausible import worlds_used

CLASSES = {Verdict.HOLDS: "holds", Verdict.UNDECIDED: "undecided", Verdict.FAILS: "fails", Verdict.UNTESTED: "untested"}
WORLDS = N_("plausible settings")
TITLE = N_("Do the expected patterns come out of the rules?")
INTRODUCTION = N_(
    "Each pattern is a statement about whole partnerships, from a source text or a field study. "
    "It is tested by running arms that differ in one thing, with common random numbers (same seed, same "
    "replicates), so that every replicate gives one paired number. The 95% intervals are "
    "Student's, and Fieller's for ratios. A contrast holds when its whole interval lies beyond "
    "the smallest effect that counts, on the expected side; it does not hold when the whole "
    "interval lies short of it; otherwise it is undecided. A pattern holds when all of its "
    "contrasts hold in all scenarios."
)
BASIS = N_(
    "“Calibrated”: it was looked at when defaults or rules were chosen, so that it is no "
    "evidence for them. “Independent”: it was not. [S0] to [S4] are the five source texts; they "
    "and the studies are described in docs/evidence.md."
)
SPREAD = N_(
    "The replicates are spread over {count} plausible settings of the rules, over which intervals are taken: they hold "
    "the doubt about these beside chance. The share of these settings in which the mean effect is as expected is given "
    "with its 95% interval (Wilson's)."
)
STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; margin: 2rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; margin: .6rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ddd; }
th { font-weight: 600; border-bottom: 2px solid #999; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font-size: .8rem; background: #f3f3f3; padding: .05rem .25rem; border-radius: .2rem; overflow-wrap: anywhere; }
.verdict { font-weight: 600; white-space: nowrap; }
.holds { color: #0173b2; } .undecided { color: #595959; } .fails { color: #b34700; } .untested { color: #595959; }
.verdict::before { content: "● "; }
.undecided.verdict::before { content: "○ "; } .fails.verdict::before { content: "✕ "; }
svg { max-width: 100%; height: auto; } .figure { overflow-x: auto; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; } ul { margin: 0; padding-left: 1.1rem; } a { color: inherit; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } table { display: block; overflow-x: auto; } }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid; } }
"""


def page(
    tested: Sequence[PatternResult], request: ExperimentRequest, interrupted: bool, language: str, drawn: str
) -> str:
    """Return the page.

    Args:
        tested: the patterns, with what was found.
        request: names, scenarios and how to run.
        interrupted: whether it was stopped before the end.
        language: ``en`` or ``fr``.
        drawn: the forest figure, as svg; empty when it could not be drawn.
    """

    def tell(key: str, **values: object) -> str:
        return escape(say(key, language, **values))

    scenarios = say("; ", language).join(base.title(language) for base in request.bases)
    facts = [
        tell(
            N_("{replicates} replicates of each arm, seed {seed}; scenarios: {scenarios}; Entente {version}."),
            replicates=request.run.replicates,
            seed=request.run.seed,
            scenarios=scenarios,
            version=__version__,
        ),
        tell(N_("In every arm: {words}."), words=" ".join(CALENDAR)),
    ]
    if worlds := worlds_used(request.run, request.run.replicates):
        facts.append(tell(SPREAD, count=worlds))
    if mine := request.bases[0].words[1:]:
        facts.append(tell(N_("With these settings in every arm: {overrides}."), overrides=" ".join(mine)))
    if interrupted:
        facts.append(
            "<strong>" + tell(N_("Stopped before the end: patterns that are missing were not reached.")) + "</strong>"
        )
    body = [
        f"<h1>{tell(TITLE)}</h1>",
        f"<p>{tell(INTRODUCTION)}</p>",
        f"<p>{tell(BASIS)}</p>",
        f"<p>{' '.join(facts)}</p>",
        "<h2>" + tell(N_("At a glance")) + "</h2>",
        glance(tested, language),
        f'<div class="figure">{drawn}</div>',
        "<h2>" + tell(N_("One by one")) + "</h2>",
        *(section(one, request, language) for one in tested),
    ]
    about = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"<head>{about}<title>{tell(TITLE)}</title><style>{STYLE}</style></head>"
    inside = "\n".join(body)
    return f'<!doctype html>\n<html lang="{language}">\n{head}\n<body>\n{inside}\n</body>\n</html>\n'


def glance(tested: Sequence[PatternResult], language: str) -> str:
    """Return the table of all patterns, one row each."""
    spread = any(one.share_holding is not None for one in tested)
    keys = (N_("pattern"), N_("statement"), N_("verdict"), N_("contrasts"), *([WORLDS] if spread else []), N_("basis"))
    rows = [
        [f'<a href="#{one.pattern.key}">{one.pattern.key}</a>', escape(one.pattern.statement.in_language(language)),
         verdict_cell(one.verdict, language), one.parts,
         *([holding_with_interval(one.share_holding, language)] if spread else []),
         escape(word(one.pattern.basis, language))]
        for one in tested
    ]  # fmt: skip
    return html_table([say(key, language) for key in keys], rows, numbers=(4,) if spread else ())


def section(one: PatternResult, request: ExperimentRequest, language: str) -> str:
    """Return all that there is to say of one pattern."""
    pattern = one.pattern

    def tell(key: str) -> str:
        return escape(say(key, language))

    facts = [
        (tell(N_("Source")), escape(pattern.source)),
        (tell(N_("Basis")), escape(word(pattern.basis, language))),
        (tell(N_("What is put in")), escape(pattern.ingredient.in_language(language))),
    ]
    if reasons := why_not(one, language):
        key = N_("Why it is undecided") if one.verdict is Verdict.UNDECIDED else N_("Why it does not hold")
        facts.append((tell(key), "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in reasons) + "</ul>"))
    listed = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts if text)
    settings = compose_arm((*request.bases[0].words, *CALENDAR))
    return (
        f'<section id="{pattern.key}">\n<h3>{pattern.key} · {escape(pattern.statement.in_language(language))} '
        f"{verdict_cell(one.verdict, language)}</h3>\n<dl>{listed}</dl>\n"
        f"{contrasts_html(one.found, language)}\n{arms_table(pattern.arms(settings).values(), language)}\n</section>"
    )


def contrasts_html(found: Sequence[Finding], language: str) -> str:
    """Return what each contrast says, scenario by scenario."""
    spread = any(one.worlds is not None for one in found)
    keys = (
        N_("contrast"),
        N_("scenario"),
        N_("effect"),
        N_("95% interval"),
        N_("expected"),
        N_("unit"),
        N_("verdict"),
        *([WORLDS] if spread else []),
        N_("why this bound"),
    )
    rows = [
        [escape(one.contrast.text.in_language(language)), escape(scenario_label(one.scenario, language)),
         effect_text(one, language), interval_text(one, language), bound_text(one, language),
         escape(word(one.contrast.unit, language)), verdict_cell(one.verdict, language),
         *([holding_with_interval(share_holding([one]), language)] if spread else []),
         escape(one.contrast.because.in_language(language))]
        for one in found
    ]  # fmt: skip
    return html_table([say(key, language) for key in keys], rows, numbers=(2, 3, 4))


def arms_table(arms: Iterable[Arm], language: str) -> str:
    """Return the arms with what each changes in the scenario."""
    rows = [
        [
            escape(arm.text.in_language(language)),
            " ".join(f"<code>{escape(text)}</code>" for text in shown_overrides(arm.overrides))
            or escape(say("the scenario as it is", language)),
        ]
        for arm in arms
    ]
    return html_table([say(key, language) for key in (N_("arm"), N_("settings"))], rows)


def shown_overrides(overrides: Iterable[str]) -> list[str]:
    """Return overrides as they are shown: what is said of every organisation in turn is said once."""
    found: dict[str, list[str]] = {}
    for text in overrides:
        many = re.fullmatch(r"organisations\.[\w-]+\.(\w+)=(.*)", text)
        if many:
            found.setdefault(f"organisations.*.{many[1]}=", []).append(many[2])
        else:
            found[text] = []
    return [lead + "|".join(dict.fromkeys(values)) for lead, values in found.items()]


def verdict_cell(verdict: Verdict, language: str) -> str:
    """Return a verdict in its colour, with a sign for those who do not see it."""
    return f'<span class="verdict {CLASSES[verdict]}">{escape(word(verdict, language))}</span>'


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a table; cells are HTML already, titles are not."""
    titles = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    lines = [
        "<tr>" + "".join(f'<td class="number">{cell}</td>' if k in numbers else f"<td>{cell}</td>"
                         for k, cell in enumerate(row)) + "</tr>"
        for row in rows
    ]  # fmt: skip
    return f"<table>\n<thead><tr>{titles}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>"
