"""``entente portfolios``: rounds with their progress, then the answer, the plans and what breaks each."""

import argparse
import math
import shlex
from collections.abc import Iterator

import pandas as pd

from entente.analysis.pathways.pathways_figure import signpost_text
from entente.analysis.plotting.goal_words import goals_text
from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.setting_names import setting_title
from entente.analysis.plotting.words import text_in
from entente.analysis.portfolios.futures import FACTORS
from entente.analysis.portfolios.plans import Plan
from entente.analysis.portfolios.sentences import breaks_text, in_ten, replacement_text, roles_text
from entente.commands.portfolios.committee import WARNING, question_with_worth, warning_lines
from entente.commands.portfolios.delivery import Delivery, StoppedError, deliver_plans
from entente.commands.portfolios.portfolios import PortfolioResults
from entente.commands.portfolios.spec import PortfolioSpec, portfolio_spec
from entente.config.problems import Located
from entente.i18n import N_, number, say, say_number
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.number_texts import understand_number
from entente.sim.validation.validate import SettingsError
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import table
from entente.terminal.options import COMMAND_LINE
from entente.terminal.quantities import format_interval, format_rounded

MOST_ALIKE = 3  # other ways that are said of a plan


def portfolios_command(arguments: argparse.Namespace, language: str) -> int:
    """Find or weigh plans and return the exit code."""

    def work() -> int:
        spec = portfolio_request(arguments)
        print(heading_text(spec, language), flush=True)
        try:
            given = deliver_plans(spec, Delivery(command_text(arguments)), language)
        except StoppedError as error:
            return error.exit_code
        print("\n" + "\n\n".join(part for part in portfolio_parts(given.found, language) if part))
        print("\n" + say("To print: {files}", language, files=", ".join(given.reports)))
        print(say("Results: {folder}", language, folder=given.folder))
        return 0

    return exit_code_of(work, language, arguments.overrides)


def command_text(arguments: argparse.Namespace) -> str:
    """Return the command as it would be typed again."""
    envelope = ["--envelope", ",".join(arguments.envelope)] if arguments.envelope else []
    return shlex.join(["entente", "portfolios", *arguments.overrides, *envelope, *search_words(arguments)])


def search_words(arguments: argparse.Namespace) -> list[str]:
    """Return the options that say how plans are found or named, as they would be typed again."""
    return [*(part for goal in arguments.goal for part in ("--goal", goal)),
            *(("--levers", ",".join(arguments.levers)) if arguments.levers else ()),
            *(("--options", arguments.options) if arguments.options else ()),
            *(["--quick"] if arguments.quick else []),
            *(("--lang", arguments.lang) if "lang" in arguments else ())]  # fmt: skip


def portfolio_request(arguments: argparse.Namespace) -> PortfolioSpec:
    """Return what the command line asks for.

    Raises:
        SettingsError: with everything that is wrong.
    """
    amounts = [understand_number(text.replace("$", "").strip(), float) for text in arguments.envelope]
    wrong = [Located("--envelope", not_possible(text), message("dollars a year, such as 40000 or 40000,40000,25000"),
                     origin=COMMAND_LINE)
             for text, amount in zip(arguments.envelope, amounts, strict=True) if amount is None]  # fmt: skip
    if wrong:
        raise SettingsError(wrong)
    return portfolio_spec(arguments.overrides, envelopes=[float(one) for one in amounts if one is not None],
                          goals=arguments.goal, levers=arguments.levers, options=arguments.options,
                          quick=arguments.quick)  # fmt: skip


def heading_text(spec: PortfolioSpec, language: str) -> str:
    """Return what is looked for, on one line."""
    settings = spec.situation.settings
    name = text_in(settings.title, language, settings.name)
    if spec.named is not None:
        tried = say_number("{count} plan named", "{count} plans named", len(spec.named), language)
    else:
        options = sum(len(one) for one in spec.choices.values())
        tried = say("{options} and {levers}", language,
                    options=say_number("{count} option", "{count} options", options, language),
                    levers=say_number("{count} lever", "{count} levers", len(spec.levers), language))  # fmt: skip
    return say_number("Plans for {name}: {tried}, in {count} future, seed {seed}",
                      "Plans for {name}: {tried}, in {count} futures, seed {seed}", spec.run.replicates, language,
                      name=name, tried=tried, seed=spec.run.seed)  # fmt: skip


def portfolio_parts(found: PortfolioResults, language: str) -> Iterator[str]:
    """Yield the answer, the plans as a table, what each of them is, what breaks it."""
    yield "\n".join(found.sentences(language))
    yield plans_text(found, language)
    titles = found.titles(language)
    lines = []
    for plan, (_, row) in zip(found.plans, found.table.iterrows(), strict=True):
        why = f" — {roles_text(row['roles'], language)}" if row["roles"] and row["roles"] != "as_is" else ""
        lines.append(f"{titles[row['plan']]}{why}")
        what = breaks_text(row, language) or say("nothing clear", language)
        lines.append("   " + say("what breaks it: {what}", language, what=what))
        lines += alternative_lines(found, plan, language)
    yield "\n".join(lines)
    yield "\n".join(pathway_lines(found, language))
    yield "\n".join(question_lines(found, language))
    goals = goals_text(found.spec.goals, language)
    yield say("A plan holds when it meets its goals ({goals}).", language, goals=goals) + " " + say(WARNING, language)


def alternative_lines(found: PortfolioResults, plan: Plan, language: str) -> list[str]:
    """Return which other ways cannot be told from a plan, on one line; no line where there are none."""
    alike = found.alternatives_of(plan)
    if not alike:
        return []
    ways = [replacement_text(plan.portfolio, one.portfolio, language) for one in alike[:MOST_ALIKE]]
    if len(alike) > MOST_ALIKE:
        ways.append(say("and {count} more in alternatives.csv", language, count=len(alike) - MOST_ALIKE))
    return ["   " + say("holds as much, as far as can be told: {ways}", language, ways=" | ".join(ways))]


def pathway_lines(found: PortfolioResults, language: str) -> Iterator[str]:
    """Yield when each plan is to be changed, seen on what the table can observe."""
    if found.pathways is None:
        return
    yield say("When plans no longer do (mobilisation under {least} for good):", language,
              least=format_percent(found.pathways.least, language))  # fmt: skip
    for _, row in found.pathways.tipping.iterrows():
        yield f"   {tipping_text(row, language)}"
    yield say("When to change plans:", language)
    for line in warning_lines(found, language):
        yield f"   {line}"
    best = found.pathways.best
    for _, row in best.iterrows():
        gain = format_interval(100 * row["low"], 100 * row["high"], language, 1)
        yield "   " + say("From plan {plan}, switch to plan {to} in week {week}, {when}: {gain} points of mobilisation "
                          "at the end.", language, plan=row["plan"], to=row["to"], week=row["week"],
                          when=signpost_text(row, language), gain=gain)  # fmt: skip
    silent = [one.name for one in found.plans if one.name not in set(best["plan"])]
    if silent:
        yield "   " + say("{plans}: nothing that was looked at clearly says to change it.", language,
                          plans=", ".join(silent))  # fmt: skip


def tipping_text(row: "pd.Series[float]", language: str) -> str:
    """Return when a plan no longer does: by which week in one future of ten, and in half of them."""
    if not math.isfinite(row["tenth"]):
        return say("{plan}: it does to the end in more than nine futures of ten", language, plan=row["plan"])
    values = {"plan": row["plan"], "tenth": number(row["tenth"], language, 0)}
    if not math.isfinite(row["half"]):
        return say("{plan}: from week {tenth} in one future of ten; never in half of them", language, **values)
    return say("{plan}: from week {tenth} in one future of ten, from week {half} in half of them", language,
               half=number(row["half"], language, 0), **values)  # fmt: skip


def question_lines(found: PortfolioResults, language: str) -> Iterator[str]:
    """Yield what to ask the partners first, and how much the answer would be worth."""
    if found.questions.empty:
        return
    counts = found.questions[found.questions["counts"]]
    asked = counts[counts["asked"].isin(FACTORS)]
    if asked.empty:
        yield say("What to ask first: no answer that partners could give would clearly change the choice.", language)
    else:
        yield say("What to ask first:", language)
    for _, row in asked.iterrows():
        yield f"   {question_with_worth(row, language)}"
    doubtful = [setting_title(name, language) for name in counts["asked"] if name not in FACTORS]
    if doubtful:
        yield say(
            "Assumptions of the rules on which the choice hangs: {names}.",
            language,
            names=say("; ", language).join(doubtful),
        )


def plans_text(found: PortfolioResults, language: str) -> str:
    """Return the plans as a table: how often each holds, mobilisation, hours, dollars, load of the smallest."""
    head = [N_("plan"), N_("holds, of 10"), N_("95% interval"), N_("mobilisation"), N_("beside A"), N_("$/year"),
            N_("h/partner/month"), N_("fixed, smallest"), N_("given, smallest")]  # fmt: skip
    years = found.spec.situation.settings.weeks / 52
    rows = [plan_row(row, years, language) for _, row in found.table.iterrows()]
    return table(rows, [say(name, language) for name in head], numbers=(1, 3, 5, 6, 7, 8))


def plan_row(row: "pd.Series[float]", years: float, language: str) -> tuple[str, ...]:
    """Return the cells of a plan."""
    between = say("[{low}, {high}]", language, low=in_ten(row["holds_low"], language),
                  high=in_ten(row["holds_high"], language))  # fmt: skip
    cells = (str(row["plan"]), in_ten(row["holds"], language), between, format_rounded(row["held"], language, 2),
             format_interval(row["gain_low"], row["gain_high"], language, 2, N_("too few futures")),
             number(row["dollars"] / years, language, 0), number(row["hours_month"], language, 1),
             number(row["smallest_month"], language, 1), number(row["smallest_given"], language, 1))  # fmt: skip
    return cells
