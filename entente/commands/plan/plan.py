"""Plans from a list of partners: ``entente.plan``, and the folder that it and the command leave."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from entente.commands.plan.arguments import is_run_word
from entente.commands.plan.reading import doubtful_lines, plan_parts
from entente.commands.plan.results import PlanResults, PlanSpec, find_sheet, make_plan
from entente.commands.portfolios.delivery import Delivered, Delivery, call_text, deliver_plans, request_of_call
from entente.commands.portfolios.portfolios import find_portfolios, rounds_of
from entente.commands.portfolios.spec import PortfolioSpec
from entente.config.overrides import override_key
from entente.config.places import GROUPS
from entente.config.problems import Located, Origin
from entente.i18n import default_language
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError
from entente.studies.axes import as_override

SCENARIO_FILE, READING = "scenario.yaml", "reading.txt"
OF_THE_SEARCH = frozenset({"goals", "levers", "options", "quick", "overrides", "model"})  # arguments of ``portfolios``


def plan(
    sheet: str | Path, *words: str, lead: str | None = None, scale_work: bool = False,
    envelope: float | Sequence[float] = (), rate: float | None = None, today: date | None = None, search: bool = True,
    **asked: Any,
) -> PlanResults:  # fmt: skip
    """Make a scenario of the list of partners that a coordinator has, and find plans worth discussing for it.

    Args:
        sheet: a CSV file or a workbook of Excel, or the name of a list that ships (``vieux_moulin``); only the name and
            the kind of each organisation are needed.
        words: choices (``leadership=shared``), settings (``leadership.hours=14``), figures of kinds of organisation
            (``kinds.community.turnover=0.3``).
        lead: name of the organisation that leads; None: the one that the sheet marks.
        scale_work: whether to scale the work of the stages and the hours of cases to the hours of the table.
        envelope: dollars to spend in each year, or a list of them, year by year.
        rate: dollars for an hour in kind; None: the cost of an hour of coordination.
        today: the day to which time in post is counted; None: the last one of this month.
        search: whether to look for plans, which takes minutes; else the sheet is only read.
        asked: any setting by its name, and what ``entente.portfolios`` takes: ``levers``, ``goals``, ``options`` (a
            file of plans to weigh instead), ``quick``, ``replicates``, ``engine``... With ``output``, all that the
            command leaves is left in that folder.

    Raises:
        SettingsError: with everything that is wrong with the sheet, the words or what is asked.
        OSError: when results cannot be written.
    """
    envelopes = (envelope,) if isinstance(envelope, int | float) else tuple(envelope)
    settings = {key: one for key, one in asked.items() if key not in OF_THE_SEARCH and not is_run_word(f"{key}=")}
    stated = [f"{key}={as_override(one)}" for key, one in settings.items()]
    spec = PlanSpec([*words, *stated], lead, scale_work, envelopes, rate, today)
    found = make_plan(find_sheet(sheet), spec, "arguments")
    searching = {key: one for key, one in asked.items() if key not in settings}
    if not search:
        refuse_run(searching)
        return found
    named = {"lead": lead, "scale_work": scale_work, "envelope": envelope, "rate": rate, "today": today}
    in_place = [word for word in words if override_key(word) in GROUPS]  # which no plan replaces
    with found.scenario_file() as scenario:
        request = {**searching, "overrides": [*in_place, *asked.get("overrides", ())]}
        searched = request_of_call(str(scenario), envelope=envelopes, **request)
        if searched.run.output is None:
            return replace(found, plans=find_portfolios(searched, rounds_of(searched, None)))
        command = call_text("plan", str(sheet), *words, **named, **asked)
        given = deliver_plan(found, searched, command, default_language(), shown=False)
        return replace(found, plans=given.found)


def refuse_run(asked: Mapping[str, Any]) -> None:
    """Refuse what says how plans are looked for, where none are.

    Raises:
        SettingsError: with each of these.
    """
    wanted = message("search=True, or only what the sheet is read with")
    wrong = [Located(name, message("nothing is run here"), wanted, origin=Origin("arguments")) for name in asked]
    if wrong:
        raise SettingsError(wrong)


def deliver_plan(
    found: PlanResults, searched: PortfolioSpec, command: str, language: str, *, shown: bool = True
) -> Delivered:  # fmt: skip
    """Find or weigh plans for a list of partners, and leave everything in one folder.

    Args:
        found: what the list became.
        searched: the request, of the scenario that was made of the list.
        command: the line that gives all this again.
        language: ``fr`` or ``en``.
        shown: whether progress is shown.

    Raises:
        SettingsError: when the folder holds something else.
        StoppedError: when it was stopped while progress was shown.
        OSError: when something cannot be written.
    """
    words = tuple(word for word in searched.words if override_key(word) != "scenario")
    read = "\n\n".join(text for _, text in plan_parts(found, language))
    texts = {SCENARIO_FILE: found.scenario(language), READING: f"{read}\n"}
    asked = Delivery(command, texts, [*doubtful_lines(found, language)], found.draft.dollars)
    return deliver_plans(replace(searched, words=(f"scenario={SCENARIO_FILE}", *words)), asked, language, shown=shown)
