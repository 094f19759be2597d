"""What a steering committee reads of plans: two pages of sentences and tables, before any format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from entente.analysis.feasibility.feasibility import find_obstacles
from entente.analysis.pathways.pathways_figure import signpost_text
from entente.analysis.plotting.goal_words import goals_text
from entente.analysis.plotting.phrases import join_words
from entente.analysis.plotting.setting_names import setting_title
from entente.analysis.plotting.words import text_in
from entente.analysis.portfolios.futures import FACTORS, Factor
from entente.analysis.portfolios.plans import Plan, by_future
from entente.analysis.portfolios.sentences import asked_text, breaks_text, in_ten, roles_text
from entente.analysis.statistics.intervals import estimate
from entente.catalogue.catalogue import option
from entente.commands.portfolios.plan_runs import PlanRuns
from entente.commands.portfolios.portfolios import PortfolioResults
from entente.i18n import N_, number, percent, say, say_number
from entente.i18n.option_names import option_label
from entente.results.versions import __version__

NINETY_DAYS = 13  # weeks
MOST_LINES = 5  # of one list
MOST_EXPLAINED = 4  # changes of a plan beyond which its first days say only their names and what they take
WEEKS_OF_YEAR = 52
COMMITTEE_PARTS = {
    "change": N_("What would change this advice"),
    "hangs": N_("What this partnership hangs on"),
    "risk": N_("Who is at risk, and what lowers it"),
    "days": N_("The first ninety days of plan {plan}"),
    "doubts": N_("Doubtful assumptions"),
    "limits": N_("Limits"),
    "again": N_("To find this again"),
}
LIMITS = (
    N_("A model of partnerships, not of this one: most of its figures are orders of magnitude, and plans are compared "
       "with one another rather than predicted."),
    N_("Another seed may put other levers of about the same worth in a plan: read each as one way among several."),
    N_("It says nothing of the worth of an organisation or of a person, and ranks none."),
)  # fmt: skip
WARNING = N_("For thinking together, not for prediction or accountability.")


@dataclass(frozen=True)
class CommitteeReport:
    """What a committee reads.

    Attributes:
        title: of the report.
        warning: what it is for, and not for.
        answer: three sentences.
        head: titles of the columns of the table of plans.
        rows: one for each plan.
        goals: what a plan that holds meets.
        parts: on the second page, a title and its lines, in order.
        command: the line that gives all this again.
    """

    title: str
    warning: str
    answer: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    goals: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    command: str


def committee_report(
    found: PortfolioResults, runs: PlanRuns, command: str, language: str, assumed: Sequence[str] = (),
    dollars: Mapping[str, float] | None = None,
) -> CommitteeReport:  # fmt: skip
    """Return what a committee reads of plans.

    Args:
        found: the plans.
        runs: of each plan, in the situation as it is stated.
        command: the line that gives them again.
        language: ``fr`` or ``en``.
        assumed: what was taken for granted of the partnership, one line each.
        dollars: what each organisation brings a year, by its name in the settings.
    """
    settings = found.spec.situation.settings
    name = text_in(settings.title, language, settings.name.replace("_", " ").capitalize())
    lines = {
        "change": [*advice_lines(found, language)],
        "hangs": [one.advice for one in find_obstacles(settings, language, dollars)][:MOST_LINES],
        "risk": [*risk_lines(found, runs, language)],
        "days": [*ninety_days(found, best_plan(found), language)],
        "doubts": [*doubt_lines(found, language), *assumed][: MOST_LINES + 1],
        "limits": [say(one, language) for one in LIMITS],
        "again": [command, made_text(found, language)],
    }
    plan = best_plan(found).name
    parts = tuple((say(COMMITTEE_PARTS[key], language, plan=plan), tuple(some)) for key, some in lines.items() if some)
    heads = (N_("plan"), N_("holds, of 10"), N_("what breaks it"), N_("$/year"), N_("h/partner/month"))
    return CommitteeReport(
        say("{name}: plans to discuss", language, name=name), say(WARNING, language), tuple(found.sentences(language)),
        tuple(say(one, language) for one in heads), tuple(plan_cells(found, language)),
        say("A plan holds when it meets its goals ({goals}).", language,
            goals=goals_text(found.spec.goals, language)), parts, command,
    )  # fmt: skip


def best_plan(found: PortfolioResults) -> Plan:
    """Return the plan that holds most often, the status quo when there is no other."""
    table = found.table.iloc[1:] if len(found.plans) > 1 else found.table
    return found.plans[int(table["holds"].astype(float).idxmax())]


def plan_cells(found: PortfolioResults, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each plan."""
    titles, years = found.titles(language), found.spec.situation.settings.weeks / WEEKS_OF_YEAR
    for _, row in found.table.iterrows():
        why = roles_text(str(row["roles"]), language) if row["roles"] != "as_is" else ""
        holds = say("{holds} ({low} to {high})", language, holds=in_ten(row["holds"], language),
                    low=in_ten(row["holds_low"], language), high=in_ten(row["holds_high"], language))  # fmt: skip
        what = breaks_text(row, language) or say("nothing clear", language)
        cells = (f"{titles[row['plan']]}{' — ' + why if why else ''}", holds, what[:1].upper() + what[1:],
                 number(row["dollars"] / years, language, 0), number(row["hours_month"], language, 1))  # fmt: skip
        yield cells


def advice_lines(found: PortfolioResults, language: str) -> Iterator[str]:
    """Yield what would change the advice: what is seen on the way, and answers that partners could give."""
    yield from warning_lines(found, language)
    if found.pathways is not None:
        yield from switch_lines(found.pathways.best, language)
    asked = counting(found, askable=True)
    for _, row in asked.head(MOST_LINES).iterrows():
        yield say("Ask first: {question}", language, question=question_with_worth(row, language))
    if asked.empty and len(found.plans) > 1:
        yield say("What to ask first: no answer that partners could give would clearly change the choice.", language)


def warning_lines(found: PortfolioResults, language: str) -> Iterator[str]:
    """Yield, for each plan, what seen at the table first says that it will more likely fail than hold."""
    warned = found.pathways.first_warnings if found.pathways is not None else pd.DataFrame()
    for _, row in warned.head(MOST_LINES).iterrows():
        values = {"plan": row["plan"], "week": row["week"], "when": signpost_text(row, language),
                  "under": in_ten(row["holds_under"], language)}  # fmt: skip
        if pd.isna(row["holds_over"]):
            yield say("In week {week}, {when}, plan {plan} will hold in {under} of 10 futures.", language, **values)
        else:
            yield say("In week {week}, {when}, plan {plan} will hold in {under} of 10 futures; otherwise, in {over}.",
                      language, over=in_ten(row["holds_over"], language), **values)  # fmt: skip


def switch_lines(best: pd.DataFrame, language: str) -> Iterator[str]:
    """Yield from which plans to switch, to which, when: plans of which the same is said are named together."""
    told: dict[tuple[int, str, str], list[str]] = {}
    for _, row in best.iterrows():
        told.setdefault((row["week"], str(row["to"]), signpost_text(row, language)), []).append(str(row["plan"]))
    for (week, to, when), names in [*told.items()][:MOST_LINES]:
        plans = join_words(names, "and", language)
        yield say_number("Plan {plans} gains most by a switch to plan {to} in week {week}, {when}.",
                         "Plans {plans} gain most by a switch to plan {to} in week {week}, {when}.", len(names),
                         language, plans=plans, to=to, week=week, when=when)  # fmt: skip


def question_with_worth(row: "pd.Series[Any]", language: str) -> str:
    """Return a question that partners can be asked, and what its answer is worth."""
    return say("{question} Knowing the answer before choosing is worth {value} of 10 futures.", language,
               question=asked_text(row["asked"], language), value=number(10 * row["value"], language, 2))  # fmt: skip


def risk_lines(found: PortfolioResults, runs: PlanRuns, language: str) -> Iterator[str]:
    """Yield in how many futures each plan runs out of steam and which partners stay, and what lowers that.

    No organisation is named: the model draws who tires and who leaves.
    """
    worn = by_future(found.runs, "essoufflement", found.plans)
    shares = [say("{plan} {share}", language, plan=one.name, share=in_ten(float(worn[one.name].mean()), language))
              for one in found.plans]  # fmt: skip
    yield say("Out of steam, in futures of 10: {shares}.", language, shares=say("; ", language).join(shares))
    left = runs.partners_left
    kept = [say("{plan} {share}", language, plan=name, share=percent(share, language)) for name, share in left.items()]
    yield say_number("Partners still there at the end, on average in {count} run of the situation as it is: {shares}.",
                     "Partners still there at the end, on average in {count} runs of the situation as it is: {shares}.",
                     runs.replicates, language, shares=say("; ", language).join(kept))  # fmt: skip
    first, *others = [one.name for one in found.plans]
    fewer = {name: estimate((worn[first] - worn[name]).to_numpy(), yes_no=True) for name in others}
    sure = {name: one for name, one in fewer.items() if one.low > 0}
    if sure:
        name = max(sure, key=lambda one: sure[one].effect)
        yield say("Plan {plan} lowers running out of steam most: {low} to {high} fewer futures of 10 than "
                  "plan {first}.",
                  language, plan=name, first=first, low=in_ten(sure[name].low, language),
                  high=in_ten(sure[name].high, language))  # fmt: skip
    elif others:
        yield say("No plan clearly lowers running out of steam.", language)


def made_text(found: PortfolioResults, language: str) -> str:
    """Return with what all this was made."""
    run = found.spec.run
    return say_number("Entente {version}, seed {seed}, {count} future.",
                      "Entente {version}, seed {seed}, {count} futures.", len(found.futures), language,
                      version=__version__, seed=run.seed)  # fmt: skip


def counting(found: PortfolioResults, *, askable: bool) -> pd.DataFrame:
    """Return what is worth knowing more than chance, of what partners can be asked or of the rules."""
    if found.questions.empty:
        return found.questions
    known = found.questions["asked"].isin(FACTORS)
    return found.questions[found.questions["counts"] & (known if askable else ~known)]


def ninety_days(found: PortfolioResults, plan: Plan, language: str) -> Iterator[str]:
    """Yield what a plan asks in its first weeks, one line for each thing that it changes."""
    for group, name in plan.portfolio.options:
        yield say("{name}: {what}", language, name=option_label(group, name, language),
                  what=option(group, name).meaning(language))  # fmt: skip
    for name in plan.portfolio.levers:
        lever = found.spec.situation.levers[name]
        charges = [lever.charges(week) for week in range(1, NINETY_DAYS + 1)]
        keys = {"coordinator": 0, "partners": 1, "dollars": 0}
        sums = {key: number(sum(one[key] for one in charges), language, digits) for key, digits in keys.items()}
        takes = say("{coordinator} h of coordination, {partners} h of each partner, {dollars} $; it acts from week "
                    "{week}.", language, week=lever.acts_from, **sums)  # fmt: skip
        what = [lever.what.in_language(language), takes] if plan.portfolio.changes <= MOST_EXPLAINED else [takes]
        yield say("{name}: {what}", language, name=lever.name.in_language(language), what=" ".join(what))
    if not plan.portfolio.changes:
        yield say("Nothing changes: ask the questions above first.", language)


def doubt_lines(found: PortfolioResults, language: str) -> Iterator[str]:
    """Yield the assumptions on which the choice hangs."""
    counts = counting(found, askable=False)
    if not counts.empty:
        names = [setting_title(str(name), language) for name in counts["asked"]]
        yield say(
            "Rules of the model on which the choice hangs: {names}.",
            language,
            names=say("; ", language).join(names[:MOST_LINES]),
        )
    ranges = [f"{say(one.label, language)} ({range_text(one, language)})" for one in FACTORS.values()]
    yield say("Ranges of what nobody controls: {ranges}.", language, ranges=say("; ", language).join(ranges))


def range_text(factor: Factor, language: str) -> str:
    """Return the range of a factor: what it multiplies by, or the chance that it happens."""
    if factor.event is not None:
        return percent(factor.chance, language)
    return f"× {number(factor.low, language, 1)}–{number(factor.high, language, 1)}"
