"""From a partner sheet to an ordinary scenario: what it says, and what is taken for granted where it is silent."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from entente.commands.plan.cells import WEEKS_A_MONTH
from entente.commands.plan.kinds import Figure, KindTable
from entente.commands.plan.partner_sheet import PartnerRow, PartnerSheet
from entente.config.problems import Located, Origin
from entente.i18n.accents import without_accents
from entente.sim.model.declare import Grade
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import Message, message
from entente.sim.validation.validate import SettingsError, nearest

MOST_PLACES = 16  # territories, and populations, that a scenario may have
LEAST_HOURS, FULL_TIME, MOST_DELEGATES = 0.5, 35.0, 4  # a week, of one delegate; posts
# Spread of the turnover of organisations around its mean, as the model draws it (none 25 %, two thirds of it 45 %,
# seven thirds 30 % [CICP]): squared coefficient of variation 5/6, of which the shape of a gamma law is the inverse.
SHAPE = 6 / 5
MOST_TURNOVER = 0.9
USUAL_ATTENDANCE = 0.60  # of twenty_partners over its three years, the mean of 60 replicates
HOURS_SOURCE = message("such that the hours a month of the sheet are those that the model frees")
TENURE_SOURCE = message("such as is expected of a post that has been held for that long (gamma law of turnover)")


@dataclass(frozen=True)
class Assumption:
    """One thing that was taken for granted.

    Attributes:
        of: what it is about: an organisation, a kind of organisation, or the partnership.
        setting: dotted path, or trait.
        value: as it is in the scenario.
        grade: how well it is founded.
        source: of it; a message where it is ours.
    """

    of: str
    setting: str
    value: Any
    grade: Grade
    source: str


@dataclass
class Draft:
    """A scenario being made of a sheet.

    Attributes:
        tree: the scenario.
        names: the name of each organisation in the scenario, by that in the sheet.
        assumptions: what was taken for granted.
        notes: what the sheet says and the scenario cannot hold, or holds another way.
        dollars: what each organisation brings a year, by its name in the scenario.
        territories: the name of each in the scenario, by what is alike however it is written (``slug``).
        populations: the same.
    """

    tree: dict[str, Any]
    names: dict[str, str]
    assumptions: list[Assumption] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    dollars: dict[str, float] = field(default_factory=dict)
    territories: dict[str, str] = field(default_factory=dict)
    populations: dict[str, str] = field(default_factory=dict)

    def assume(self, of: str, setting: str, value: Any, source: str, grade: Grade = Grade.ASSUMED) -> None:
        """Note what is taken for granted."""
        self.assumptions.append(Assumption(of, setting, value, grade, source))


def draft_scenario(sheet: PartnerSheet, kinds: KindTable, funding: float, lead: str | None = None) -> Draft:
    """Make a scenario of a sheet.

    Args:
        sheet: what it says.
        kinds: what is taken for granted of each kind of organisation.
        funding: of the common action at the start, which frees hours.
        lead: the name of the organisation that leads; None: the one that the sheet marks, or else one of a kind that
            coordinates, or the first.

    Raises:
        SettingsError: when the lead is none of the partners, or there are too many territories or populations.
    """
    names = dict(zip((one.name for one in sheet.partners), scenario_names(sheet), strict=True))
    draft = Draft({"name": slug(sheet.path.stem), "title": sheet.name or readable_name(sheet.path.stem)}, names)
    wrong = list(too_many_places(sheet))
    try:
        draft.tree["lead"] = names[find_lead(sheet, lead, draft)]
    except SettingsError as error:
        wrong += error.violations  # type: ignore[arg-type]
    if wrong:
        raise SettingsError(wrong)
    draft.territories |= {slug(one): place_name(one) for one in territories_of(sheet)}
    draft.populations |= {slug(one): place_name(one) for one in populations_of(sheet)}
    for key, places in (("territories", draft.territories), ("populations", draft.populations)):
        if places:
            share = round(1 / len(places), 4)
            draft.tree[key] = dict.fromkeys(places.values(), share)
            draft.assume("", key, share, message("the same for each"))
    draft.tree["partners"] = whole_partnership(sheet, draft)
    draft.tree |= attendance_settings(sheet, draft)
    draft.tree["organisations"] = {names[one.name]: organisation(one, kinds, funding, draft) for one in sheet.partners}
    note_the_rest(sheet, draft)
    if not draft.tree["partners"]:
        del draft.tree["partners"]
    return draft


def slug(text: str) -> str:
    """Return a text as a name of the settings: small letters, figures and underscores."""
    bare = re.sub(r"[^a-z0-9_]", "", without_accents(text))[:60].strip("_") or "partner"
    return f"n_{bare}" if bare[0].isdigit() else bare


def readable_name(stem: str) -> str:
    """Return the name of a file without its end as it would be read: ``table_du_moulin`` is *Table du moulin*."""
    bare = " ".join(stem.replace("_", " ").split())
    return bare[:1].upper() + bare[1:]


def place_name(text: str) -> str:
    """Return a territory or a population as the settings name it: as it is written, spaces and signs of paths aside."""
    return re.sub(r"[\s.=$\[\]{}]+", "_", unicodedata.normalize("NFC", text)).strip("_") or slug(text)


def scenario_names(sheet: PartnerSheet) -> list[str]:
    """Return a name for each organisation, no two alike."""
    found: list[str] = []
    for one in sheet.partners:
        name = base = slug(one.name)
        while name in found:
            name = f"{base}_{1 + found.count(base) + sum(other.startswith(f'{base}_') for other in found)}"
        found.append(name)
    return found


def territories_of(sheet: PartnerSheet) -> list[str]:
    """Return the territories of a sheet, each as it is written first."""
    return named_once(one.territory for one in sheet.partners)


def populations_of(sheet: PartnerSheet) -> list[str]:
    """Return the populations of a sheet, each as it is written first."""
    return named_once(name for one in sheet.partners for name in one.populations)


def named_once(names: Iterable[str]) -> list[str]:
    """Return names, those that differ by accents and capitals alone once."""
    found: dict[str, str] = {}
    for one in filter(None, names):
        found.setdefault(slug(one), one)
    return list(found.values())


def too_many_places(sheet: PartnerSheet) -> Iterator[Located]:
    """Yield that a sheet has more territories or populations than a scenario may have."""
    for kind, places in (("territory", territories_of(sheet)), ("serves", populations_of(sheet))):
        if len(places) > MOST_PLACES:
            problem = message("{count} different ones: {names}", count=len(places), names=", ".join(places))
            wanted = message("{number} at the most: write the same one the same way, or group them", number=MOST_PLACES)
            yield Located(sheet.columns[kind], problem, wanted, origin=Origin("file", sheet.path))


def find_lead(sheet: PartnerSheet, asked: str | None, draft: Draft) -> str:
    """Return the name of the organisation that leads.

    Raises:
        SettingsError: when the one asked for is none of the partners.
    """
    names = {without_accents(one.name): one.name for one in sheet.partners}
    if asked is not None:
        if without_accents(asked) in names:
            return names[without_accents(asked)]
        close = tuple(names[one] for one in nearest(without_accents(asked), names) if one in names)
        problem = message("{value} is not one of the partners", value=repr(asked))
        wanted = message("the name of a partner")
        raise SettingsError([Located("--lead", problem, wanted, close, Origin("command_line"))])
    marked = [one.name for one in sheet.partners if one.lead]
    if marked:
        return marked[0]
    coordinates = [one.name for one in sheet.partners if one.kind.name == "coordination"]
    chosen = (coordinates or [sheet.partners[0].name])[0]
    source = message("a table or coalition") if coordinates else message("the first of the sheet")
    draft.assume("", "lead", chosen, source)
    return chosen


def organisation(one: PartnerRow, kinds: KindTable, funding: float, draft: Draft) -> dict[str, Any]:
    """Return one organisation of the scenario, and note what was taken for granted of it alone."""
    kind = one.kind
    expertise = one.expertise or kind.expertise
    found: dict[str, Any] = {"name": one.name}
    if kind.sector:
        found["sector"] = kind.sector
    found |= places_of(one, draft)
    if expertise:
        found["expertise"] = [str(value) for value in expertise]
    figures: dict[str, Figure] = dict(kind.figures)
    if one.decides is not None:
        figures["decision_power"] = kinds.answers[one.decides]
    found |= {trait: figure.value for trait, figure in figures.items() if trait not in ("hours", "delegates")}
    found |= hours_of(one, figures, funding, draft)
    if one.years is not None:
        mean = figures["turnover"].value if "turnover" in figures else Settings().staff.turnover
        found["turnover"] = round(turnover_given_tenure(mean, one.years), 3)
    return found


def places_of(one: PartnerRow, draft: Draft) -> dict[str, Any]:
    """Return the territory and the populations that an organisation serves, by their names in the scenario."""
    served = dict.fromkeys(draft.populations[slug(name)] for name in one.populations)
    return ({"territory": draft.territories[slug(one.territory)]} if one.territory else {}) | (
        {"populations": list(served)} if served else {})  # fmt: skip


def hours_of(one: PartnerRow, figures: dict[str, Figure], funding: float, draft: Draft) -> dict[str, Any]:
    """Return the delegates and the hours of each a week, so that the hours of the sheet are those that are freed."""
    usual = Settings().partners
    if one.hours is None:
        found = {trait: figures[trait].value for trait in ("hours", "delegates") if trait in figures}
        if "hours" not in found:
            source = message("the default of the model ({month} h a month): nothing measured",
                             month=round(usual.hours * WEEKS_A_MONTH))  # fmt: skip
            draft.assume(one.name, "hours", usual.hours, source)
        return found
    budget = figures["budget"].value if "budget" in figures else usual.budget
    freed = 0.5 + 0.5 * (1.0 - (1.0 - budget) * (1.0 - funding))
    week = one.hours / WEEKS_A_MONTH / freed
    delegates = min(MOST_DELEGATES, max(1, -int(-week // FULL_TIME)))
    each = week / delegates
    if not LEAST_HOURS <= each <= FULL_TIME:
        each = min(FULL_TIME, max(LEAST_HOURS, each))
        draft.notes.append(
            message("{name}: {hours} h a month are taken as {taken} h, which is as far as the model goes",
                    name=one.name, hours=round(one.hours, 1), taken=round(each * delegates * freed * WEEKS_A_MONTH, 1))
        )  # fmt: skip
    return {"delegates": delegates, "hours": round(each, 2)} if delegates > 1 else {"hours": round(each, 2)}


def turnover_given_tenure(mean: float, years: float) -> float:
    """Return the departures a year to expect of a post that somebody has held for some years.

    Turnover follows a gamma law over organisations, of mean ``mean`` and shape ``SHAPE``; the time for which a post has
    been held is exponential given the turnover, so that the law given that time is gamma again, with this mean.

    Args:
        mean: departures per post and year, of such organisations.
        years: for which the post has been held.
    """
    if mean <= 0:
        return 0.0
    return min(MOST_TURNOVER, (SHAPE + 1) / (SHAPE / mean + years))


def whole_partnership(sheet: PartnerSheet, draft: Draft) -> dict[str, float]:
    """Return what the sheet says of all partners together: who knows whom."""
    found = {}
    if "works_with" in sheet.columns:
        pairs = {frozenset((one.name, other)) for one in sheet.partners for other in resolve_ties(one, sheet)}
        count = len(sheet.partners)
        found["density"] = round(min(1.0, len(pairs) / (count * (count - 1) / 2)), 3)
        draft.notes.append(
            message("who works with whom: the model draws at random which pairs know each other at the start; of those "
                    "of the sheet ({pairs}) it keeps their share of all pairs, {density}, and that everybody knows "
                    "the lead", pairs=len(pairs), density=found["density"])
        )  # fmt: skip
    return found


def attendance_settings(sheet: PartnerSheet, draft: Draft) -> dict[str, Any]:
    """Return what makes partners come about as often as the sheet says, on average."""
    known = [one.attendance for one in sheet.partners if one.attendance is not None]
    if not known:
        return {}
    reserve = round(reserve_for(sum(known) / len(known)), 3)
    draft.assume("", "communication.reserve", reserve,
                 message("so that partners come about as often as the sheet says, as far as their hours allow"),
                 Grade.DERIVED)  # fmt: skip
    return {"communication": {"reserve": reserve}}


def reserve_for(attendance: float) -> float:
    """Return the attraction at which one organisation in two attends, so that as many come as a table sees.

    Attendance is a logistic of attraction less that reserve. What is to be moved, from the attendance of the ordinary
    partnership of the model, is a difference of logits; the spread between organisations and weeks flattens the slope
    (the usual approximation of a logistic-normal mean, MacKay 1992).

    Args:
        attendance: share of the last meetings that partners came to, on average.
    """
    usual, share = Settings(), min(0.98, max(0.02, attendance))
    spread = math.hypot(usual.partners.assiduity, usual.partners.agenda)
    slope = usual.communication.readiness
    flattened = math.sqrt(1.0 + math.pi / 8.0 * (slope * spread) ** 2)
    moved = (logit(share) - logit(USUAL_ATTENDANCE)) * flattened / slope
    return min(1.0, max(0.0, usual.communication.reserve - moved))


def logit(share: float) -> float:
    """Return the logit of a share."""
    return math.log(share / (1.0 - share))


def resolve_ties(one: PartnerRow, sheet: PartnerSheet) -> Iterator[str]:
    """Yield the partners that one works with, by their names in the sheet."""
    names = {without_accents(other.name): other.name for other in sheet.partners}
    for other in one.works_with:
        if names[without_accents(other)] != one.name:
            yield names[without_accents(other)]


def note_the_rest(sheet: PartnerSheet, draft: Draft) -> None:
    """Note what else the scenario cannot hold, and what each partner brings in dollars."""
    if "attendance" in sheet.columns:
        draft.notes.append(
            message("attendance: the model draws how assiduous each organisation is, and has no place for that of "
                    "one; the "
                    "mean is kept, and who comes least is said below")
        )  # fmt: skip
    if sheet.several:
        draft.notes.append(message("several territories: {names} count as serving all of them",
                                   names=", ".join(sheet.several)))  # fmt: skip
    draft.dollars = {draft.names[one.name]: one.dollars for one in sheet.partners if one.dollars}
    if draft.dollars:
        draft.notes.append(message("dollars: they are in the account, and a scenario has no place for them"))
    if any(one.hours is not None for one in sheet.partners):
        draft.assume("", "hours", "", HOURS_SOURCE, Grade.DERIVED)
    if any(one.years is not None for one in sheet.partners):
        draft.assume("", "turnover", "", TENURE_SOURCE, Grade.DERIVED)
