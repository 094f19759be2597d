"""From a partner sheet to a scenario that every other command takes: what was read, its account, its obstacles."""

import tempfile
from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from entente.analysis.accounts.account import Account, Overrun, envelope_overruns, make_account
from entente.analysis.feasibility.feasibility import find_obstacles
from entente.analysis.feasibility.obstacles import Obstacle
from entente.analysis.feasibility.working_hours import (
    PartnerHours,
    StageWork,
    scale_to_table,
    scaled_case_hours,
    scaled_pace,
    schedule_stages,
)
from entente.commands.plan.kinds import KindTable, change_kinds, shipped_kinds
from entente.commands.plan.partner_sheet import PartnerSheet, read_partner_sheet
from entente.commands.plan.scenario import Draft, draft_scenario
from entente.commands.plan.scenario_text import plan_scenario_text
from entente.commands.portfolios.portfolios import PortfolioResults
from entente.config.configuration import Configuration, configure
from entente.config.overrides import parse
from entente.config.places import LEVER, OVERRIDE_PREFIX
from entente.config.problems import Located, Origin
from entente.config.run_settings import RUN_PARAMETERS
from entente.i18n import default_language
from entente.i18n.option_names import data_folder
from entente.results.files import write_text
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError

MOST_ENVELOPE = 1e12


@dataclass(frozen=True)
class PlanSpec:
    """What is asked of a plan beside its sheet.

    Attributes:
        words: choices of options, settings (``leadership.hours=14``), figures of kinds (``kinds.community.hours=3``).
        lead: name of the organisation that leads; None: the one that the sheet marks.
        scale_work: whether the work of the stages and the hours of cases are scaled to the hours of the table.
        envelopes: dollars to spend in each year, the last one for all that follow; none for no limit.
        rate: dollars for an hour in kind; None: the cost of an hour of coordination.
        today: the day to which time in post is counted; None: the last one of this month.
    """

    words: Sequence[str] = ()
    lead: str | None = None
    scale_work: bool = False
    envelopes: Sequence[float] = ()
    rate: float | None = None
    today: date | None = None


@dataclass(frozen=True, repr=False)
class PlanResults:
    """A partner sheet as an ordinary scenario, what is to be known of it before anything is simulated, and plans.

    Attributes:
        sheet: what was read and what was dropped.
        draft: the scenario that it makes, what was taken for granted, and what the scenario cannot hold.
        kinds: what is taken for granted of each kind of organisation.
        configuration: the settings, as every other command would have them from the scenario.
        spec: what was asked.
        scale: by how much the work was scaled; None when it was not.
        plans: those worth discussing, or those that were named; None when the sheet was only read.
    """

    sheet: PartnerSheet
    draft: Draft
    kinds: KindTable
    configuration: Configuration
    spec: PlanSpec
    scale: float | None
    plans: PortfolioResults | None = None

    def __repr__(self) -> str:
        """Return what was read, on one line."""
        return f"<PlanResults of {len(self.sheet.partners)} partners: {self.sheet.path.name}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the plans, or where there are none, what the sheet became."""
        if self.plans is not None:
            return self.plans._repr_html_()
        return f"<pre>{escape(self.scenario())}</pre>"

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        return self.configuration.settings

    @cached_property
    def account(self) -> Account:
        """Return what the situation costs as it is, by year and by partner."""
        return make_account(self.settings, self.spec.rate, self.draft.dollars)

    @property
    def overruns(self) -> list[Overrun]:
        """Return the years that take more than their envelope."""
        return envelope_overruns(self.account, self.spec.envelopes)

    def obstacles(self, language: str | None = None) -> list[Obstacle]:
        """Return what cannot work, then what the situation hangs on, in ``fr`` or ``en``."""
        return find_obstacles(self.settings, language or default_language(), self.draft.dollars)

    def stages(self, effort: float = 1.0) -> list[StageWork]:
        """Return how soon each stage could be done if all partners gave that effort, from 0 to 1."""
        return schedule_stages(PartnerHours(self.settings), effort)

    def scenario(self, language: str | None = None) -> str:
        """Return the scenario as YAML, its comments in ``fr`` or ``en``."""
        return plan_scenario_text(self.sheet, self.draft, language or default_language())

    @contextmanager
    def scenario_file(self) -> Iterator[Path]:
        """Return a context with the scenario as a file, which is deleted at its end."""
        with tempfile.TemporaryDirectory() as folder:
            yield self.save(Path(folder) / f"{self.draft.tree['name']}.yaml", "en")

    def save(self, path: str | Path, language: str | None = None) -> Path:
        """Write the scenario.

        Raises:
            OSError: when it cannot be written.
        """
        written = Path(path).expanduser()
        write_text(written, self.scenario(language))
        return written


def find_sheet(sheet: str | Path) -> Path:
    """Return the file of a partner sheet: that of this path, or else the one that ships under this name."""
    path, shipped = Path(sheet).expanduser(), data_folder("sheets") / f"{sheet}.csv"
    return shipped if not path.exists() and shipped.is_file() else path


def make_plan(path: Path, spec: PlanSpec, said_by: str, language: str | None = None) -> PlanResults:
    """Make what ``plan`` returns.

    Args:
        path: of the sheet.
        spec: what is asked.
        said_by: what to call the origin of the words: ``command_line`` or ``arguments``.
        language: of the kinds of organisation that a message proposes.

    Raises:
        SettingsError: with everything that is wrong with the sheet or the words.
    """
    kinds, words = change_kinds(shipped_kinds(), spec.words)
    check_spec(spec, words, said_by)
    sheet = read_partner_sheet(path, kinds, spec.today or end_of_month(date.today()), language or default_language())
    draft = draft_scenario(sheet, kinds, Settings().context.funding, spec.lead)
    configuration = configure_draft(sheet, draft, words, said_by)
    if configuration.settings.context.funding != Settings().context.funding:  # hours are freed by it
        draft = draft_scenario(sheet, kinds, configuration.settings.context.funding, spec.lead)
        configuration = configure_draft(sheet, draft, words, said_by)
    scale = None
    if spec.scale_work:
        hours = PartnerHours(configuration.settings)
        scale = round(scale_to_table(hours), 3)
        words = [*words, *scaling_words(hours, scale)]
    lay_over(draft, words, said_by)
    return PlanResults(sheet, draft, kinds, configure_draft(sheet, draft, (), said_by), spec, scale)


def end_of_month(day: date) -> date:
    """Return the last day of a month: time in post is counted to it, so that a search goes on on another day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def check_spec(spec: PlanSpec, words: Sequence[str], said_by: str) -> None:
    """Refuse what cannot be asked.

    Raises:
        SettingsError: with everything that is wrong.
    """
    origin, wrong = Origin(said_by), list[Located]()
    for envelope in spec.envelopes:
        if not 0 <= envelope <= MOST_ENVELOPE:
            wrong.append(
                Located("envelope", not_possible(envelope), message("dollars a year, 0 or more"), origin=origin)
            )
    if spec.rate is not None and not 0 <= spec.rate <= 500:
        wrong.append(
            Located("rate", not_possible(spec.rate), message("dollars for an hour, from 0 to 500"), origin=origin)
        )
    for word in words:
        name = word.lstrip("+~").partition("=")[0]
        if name in RUN_PARAMETERS:
            problem = message("nothing is run here")
            wrong.append(Located(name, problem, message("what entente run takes with the scenario"), origin=origin))
        elif name == "scenario":
            wrong.append(
                Located(name, message("the sheet makes it"), message("--scenario FILE, to name it"), origin=origin)
            )
    if wrong:
        raise SettingsError(wrong)


def configure_draft(sheet: PartnerSheet, draft: Draft, words: Sequence[str], said_by: str) -> Configuration:
    """Return the configuration of a draft, words laid over it as any command would.

    Raises:
        SettingsError: with everything that is wrong.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{draft.tree['name']}.yaml"
        path.write_text(plan_scenario_text(sheet, draft, "en"), encoding="utf-8")
        return replace(configure([*words, f"scenario={path}"], {}, said_by), place=None)


def scaling_words(hours: PartnerHours, scale: float) -> list[str]:
    """Return what scales the work of every stage, and the hours of each partner: full progress, and those of a case."""
    words = [f"stages.{name}.work={stage.work * scale:.4g}" for name, stage in hours.settings.stages.items()]
    return [*words, f"work.pace={scaled_pace(hours):.3g}", f"casework.hours={scaled_case_hours(hours):.3g}"]


def lay_over(draft: Draft, words: Sequence[str], said_by: str) -> None:
    """Write choices and settings into a draft, as a scenario file says them."""
    request = parse(list(words), {}, Origin(said_by))
    defaults: list[Any] = [
        {f"{OVERRIDE_PREFIX}{group}": name} for group, name in request.options.items() if group != LEVER
    ]
    if request.options.get(LEVER):
        defaults.append({f"{OVERRIDE_PREFIX}{LEVER}": request.options[LEVER]})
    if defaults:
        draft.tree = {"defaults": [*defaults, "_self_"], **draft.tree}
    for change in request.changes:
        change.apply(draft.tree)
