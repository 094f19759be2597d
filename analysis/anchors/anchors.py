"""Anchors: empirical values that the default settings should reproduce, with sources and how each is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from entente.analysis.patterns.p02_in_person import P2 as IN_PERSON
from entente.analysis.run.arm_results import ArmResults
from entente.analysis.run.arms import Arm, Arms, from_week, split_by_world
from entente.analysis.statistics.intervals import Estimate, Numbers, Paired, estimate
from entente.sim.model.situation import Settings, Text

ORDINARY, MATURE = "twenty_partners", "mature_coalition"
ANCHOR_SETTINGS = ("scenario", "weeks", "cycles")  # settings that anchors decide
RUNS = "share of runs"  # unit of what happens in a run or not
_YEAR, MONTH = 52, 52 / 12
TEN_YEARS = 520
_LOW_TURNOVER = 0.20  # departures per post and year up to which turnover is low (CICP)
# Everybody is a partner and stays one, so that every departure and arrival is in the log.
ALL_IN = ("leadership.recruitment=0", "mechanisms.exit=off")


@dataclass(frozen=True)
class Anchor:
    """One empirical value and how to measure it in runs with the default settings.

    Attributes:
        name: its name in tables.
        text: what it is.
        low: lowest value that agrees with the field.
        high: highest one.
        source: where it comes from.
        scenario: on which it is read.
        formula: how it is read.
        of: from the arms to one number per replicate, or two whose means are divided.
        unit: of the value.
        arms: what to run; the scenario as it is when nothing is said.
        series: the weekly series that it reads.
        organisations: the series of every organisation that it reads.
    """

    name: str
    text: Text
    low: float
    high: float
    source: str
    scenario: str
    formula: str
    of: Callable[[Arms], Paired]
    unit: str = "share"
    arms: Callable[[Settings], Mapping[str, Arm]] = lambda _: {"usual": Arm(Text())}
    series: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    def estimate(self, arms: Arms) -> Estimate:
        """Estimate the value in runs, with its interval over the replicates, or over the worlds of these."""
        worlds = next(iter(arms.values())).worlds
        found = estimate(self.of(arms), yes_no=self.unit == RUNS, worlds=worlds)
        if self.unit != RUNS:
            return found
        return replace(found, low=max(0.0, found.low), high=min(1.0, found.high))

    def by_world(self, arms: Arms) -> Numbers:
        """Return the value in each world by itself, in order; nothing where replicates are not spread over worlds."""
        return np.array([estimate(self.of(one)).effect for one in split_by_world(arms)])

    def place(self, found: Estimate) -> str:
        """Return ``inside`` when the whole interval is within the target, ``outside`` when none of it is, ``straddles``."""
        if self.low <= found.low and found.high <= self.high:
            return "inside"
        return "outside" if found.high < self.low or found.low > self.high else "straddles"


def _only_arm(arms: Arms) -> ArmResults:
    """Return the results of the only arm."""
    return arms["usual"]


def _series_mean(name: str, first: int, last: int, scale: float = 1.0) -> Callable[[Arms], Paired]:
    """Return a function from arms to the mean of a series over some weeks."""
    return lambda arms: _only_arm(arms).mean(name, first, last) * scale


def _with_all_organisations(*more: str) -> Callable[[Settings], Mapping[str, Arm]]:
    """Return a function that makes one arm in which all organisations are partners and stay."""
    return lambda base: {
        "usual": Arm(Text(), (*(f"organisations.{name}.member=true" for name in base.organisations), *ALL_IN, *more))
    }


def _turnover(arms: Arms) -> Paired:
    """Departures, and the years of posts that were filled."""
    outcome = _only_arm(arms)
    left = outcome.weeks["departures"].sum(axis=1)
    posts = sum(one.delegates or outcome.settings.partners.delegates for one in outcome.traits())
    return left, (posts * np.nan_to_num(outcome.weeks["staffing"]).sum(axis=1) + left) / _YEAR


def _turnover_rates(outcome: ArmResults) -> Numbers:
    """Departures per post and year of each organisation, shape (replicates, organisations)."""
    whose, entries = outcome.entries_of("delegate_left")
    left = np.zeros((outcome.replicates, len(outcome.names)))
    np.add.at(left, (whose, entries["who"].astype(np.int64)), 1)
    posts = np.array([one.delegates or outcome.settings.partners.delegates for one in outcome.traits()])
    return np.asarray(left / posts / (outcome.settings.weeks / _YEAR))


def _share_with_turnover(low: float, high: float) -> Callable[[Arms], Paired]:
    """Return a function from arms to the share of organisations with turnover over ``low`` and up to ``high``."""

    def of(arms: Arms) -> Paired:
        found = _turnover_rates(_only_arm(arms))
        return np.asarray(((found > low) & (found <= high)).mean(axis=1))

    return of


def _vacancy(arms: Arms) -> Paired:
    """Months of vacancy, those still open included, and posts filled again: the mean time, were none cut short."""
    outcome = _only_arm(arms)
    filled, left = outcome.count("delegate_arrived"), outcome.count("delegate_left")
    months = np.zeros(outcome.replicates)
    for kind, sign in (("delegate_arrived", 1.0), ("delegate_left", -1.0)):
        whose, entries = outcome.entries_of(kind)
        np.add.at(months, whose, sign * entries["week"])
    months += (left - filled) * outcome.settings.weeks
    return months / MONTH, filled


def _lead_exits(arms: Arms) -> Paired:
    """Departures of who leads, and the years in which somebody did."""
    outcome = _only_arm(arms)
    return outcome.count("lead_left"), np.nan_to_num(outcome.weeks["leadership"]).sum(axis=1) / _YEAR


def _alive(arms: Arms) -> Paired:
    """Partnerships neither deserted nor dormant by the end."""
    return 1 - _only_arm(arms).ended_early()


def _trust_plateau(arms: Arms) -> Paired:
    """Trust gained in a year and a half, and in three years."""
    first, half, last = (_only_arm(arms).mean("trust", *weeks) for weeks in ((1, 1), (75, 81), (150, 156)))
    return half - first, last - first


def _written_trust(arms: Arms) -> Paired:
    """Trust gained in writing, and in person."""
    in_person, by_letter = IN_PERSON.contrasts[0].of(arms)  # type: ignore[misc]
    return by_letter, in_person


def _funding_stops(base: Settings) -> Mapping[str, Arm]:
    """Return one arm of four years whose funding stops after three."""
    return {"usual": Arm(Text(), ("weeks=208", *from_week(157, context__funding=0)))}


ONE_LEAD = ("leadership.concentration=1", "leadership.dedicated=1", f"weeks={TEN_YEARS}")
FOUR_POSTS = (f"weeks={TEN_YEARS}",)


def _many_posts(base: Settings) -> Mapping[str, Arm]:
    """Return one arm of ten years with four posts in each organisation, enough to measure its own turnover."""
    whole = _with_all_organisations(*FOUR_POSTS, *(f"organisations.{name}.delegates=4" for name in base.organisations))
    return whole(base)


CICP = "CICP Carleton 2026: charities without / with low / with high turnover, 2023 to 2025"
_PARTNER = "PARTNER survey of one coalition of 41, PMC4944444"
_EVERY = (
    Anchor("partners", Text(en="Partners", fr="Partenaires"), 19.5, 41,
           "19.5 in Florida (PMC9420007); 22 to 40 in HCAP; 41 in Maricopa County", ORDINARY,
           "partners, mean of the third year", _series_mean("partners", 105, 156), "organisations", series=("partners",)),
    Anchor("turnover", Text(en="Departures per post and year", fr="Départs par poste et par année"), 0.11, 0.21,
           f"{CICP}: 11 to 18 % with class middles 10 and 35 %, 21 % at the most; 17 % (CSMO-ÉSAC 2019)", ORDINARY,
           "departures / years of posts filled", _turnover, "per year", _with_all_organisations(), ("departures", "staffing")),
    Anchor("turnover_none", Text(en="Organisations without turnover", fr="Organisations sans roulement"), 0.21, 0.35, CICP,
           ORDINARY, "share of the organisations that lose nobody in ten years, with four posts each", _share_with_turnover(-1, 0),
           "share", _many_posts),
    Anchor("turnover_low", Text(en="Organisations with low turnover", fr="Organisations à faible roulement"), 0.41, 0.50,
           CICP, ORDINARY, "share of those that lose up to 20 % of their posts a year, in the same ten years",
           _share_with_turnover(0, _LOW_TURNOVER), "share", _many_posts),
    Anchor("turnover_high", Text(en="Organisations with high turnover", fr="Organisations à fort roulement"), 0.20, 0.39,
           CICP, ORDINARY, "share of those that lose more", _share_with_turnover(_LOW_TURNOVER, np.inf), "share", _many_posts),
    Anchor("tenure_start", Text(en="Time in post at the start", fr="Ancienneté au départ"), 3, 6,
           "CSMO-ÉSAC 2019: 3 years part-time, 6 full-time", ORDINARY, "tenure in week 1, in years",
           _series_mean("tenure", 1, 1, 1 / _YEAR), "years", series=("tenure",)),
    Anchor("tenure_later", Text(en="Time in post after 3 years", fr="Ancienneté après 3 ans"), 3, 6,
           "CSMO-ÉSAC 2019: 3 years part-time, 6 full-time", ORDINARY, "tenure in week 156, in years",
           _series_mean("tenure", 156, 156, 1 / _YEAR), "years", series=("tenure",)),
    Anchor("vacancy", Text(en="Time that a post stays vacant", fr="Durée d'un poste vacant"), 2.2, 3.6,
           "Opportunity Knocks 2008: a quarter still open at 4 months, hence 2.9 months, give or take a quarter", ORDINARY,
           "months of vacancy / posts filled again", _vacancy, "months", _with_all_organisations()),
    Anchor("lead_exits", Text(en="Departures of who leads", fr="Départs de qui mène"), 0.10, 0.17,
           "Bridgespan: 1 in 4 within 2 years, hence 13 % a year, give or take a quarter", ORDINARY,
           "departures of the one lead / years with one in place, over ten years", _lead_exits, "per year",
           _with_all_organisations(*ONE_LEAD), ("leadership",)),
    Anchor("density", Text(en="Density of a mature coalition", fr="Densité d'une coalition mature"), 0.25, 0.35,
           f"{_PARTNER}: 30 %", MATURE, "density in week 1", _series_mean("density", 1, 1), series=("density",)),
    Anchor("centralisation", Text(en="Centralisation of a mature coalition", fr="Centralisation d'une coalition mature"),
           0.63, 0.83, f"{_PARTNER}: 73 %", MATURE, "centralisation in week 1", _series_mean("centralisation", 1, 1),
           series=("centralisation",)),
    Anchor("trust_mature", Text(en="Trust in a mature coalition", fr="Confiance dans une coalition mature"), 0.75, 0.87,
           f"{_PARTNER}: 81 %", MATURE, "trust between those who know each other, week 1", _series_mean("trust_ties", 1, 1),
           series=("trust_ties",)),
    Anchor("trust_mature_later", Text(en="The same after 3 more years", fr="La même 3 ans plus tard"), 0.75, 0.87,
           f"{_PARTNER}: 81 %", MATURE, "trust between those who know each other, week 156", _series_mean("trust_ties", 156, 156),
           series=("trust_ties",)),
    Anchor("trust_new_later", Text(en="Trust 3 years after a new start", fr="Confiance 3 ans après un nouveau départ"),
           0.75, 0.87, f"{_PARTNER}: 81 %", ORDINARY, "trust between those who know each other, week 156",
           _series_mean("trust_ties", 156, 156), series=("trust_ties",)),
    Anchor("trust_plateau", Text(en="Part of 3 years' gain of trust reached in 18 months",
                                 fr="Part du gain de confiance de 3 ans atteinte en 18 mois"), 0.9, 1.1,
           "Brown et al. 2017: functioning rises from 6 to 18 months, then levels off", ORDINARY,
           "(trust about week 78 − week 1) / (trust about week 153 − week 1)", _trust_plateau, series=("trust",)),
    Anchor("written", Text(en="Trust built by writing, against in person", fr="Confiance bâtie par écrit / en personne"),
           0.31, 0.50, "Balliet 2010: d = 0.46 / 1.21 = 0.38; the band of P2", ORDINARY,
           "trust gained in a quarter, written / in person", _written_trust, "ratio", IN_PERSON.arms, IN_PERSON.series),
    Anchor("active", Text(en="Share of the partners who are active", fr="Part des partenaires actifs"), 0.74, 0.79,
           "HCAP: 74 % in coalitions that did not last, 79 % in those that did", ORDINARY, "active_share, mean of the third year",
           _series_mean("active_share", 105, 156), series=("active_share",)),
    Anchor("alive", Text(en="Alive after 3 years", fr="En vie après 3 ans"), 0.83, 0.95,
           "CTC Pennsylvania: 90 % of 110 sites (83 to 95 %)", ORDINARY, "neither deserted nor dormant by week 156", _alive,
           RUNS),
    Anchor("alive_unfunded", Text(en="Alive a year after the funding", fr="En vie un an après le financement"), 0.83, 0.95,
           "CTC Pennsylvania: 90 % of 110 sites go on after three years of funding", ORDINARY,
           "neither deserted nor dormant by week 208, funding stopped in week 157", _alive, RUNS, _funding_stops),
)  # fmt: skip
ANCHORS: dict[str, Anchor] = {one.name: one for one in _EVERY}
