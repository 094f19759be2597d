"""Every lever that comes with the model: what it says, from where, what it takes, and that all it moves matters."""

import re
from dataclasses import asdict, replace

import numpy as np
import pytest

from entente.catalogue.catalogue import every_lever
from entente.config.configuration import configure
from entente.config.places import option_paths
from entente.config.run_settings import every_parameter
from entente.sim.batch import simulate
from entente.sim.model.declare import Grade
from entente.sim.model.levers import USUAL, Advice, Lever, LeverCosts, weekly_cost
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.validation.validate import as_tree, validate

LEVERS = dict(every_lever())
EFFECTS = [(name, path) for name, lever in LEVERS.items() for path in lever.effects]
ADDED = [(name, channel) for name, lever in LEVERS.items() for channel in lever.channels]
DECLARED = {one.path: one for one in every_parameter()}
SOURCE = re.compile(r"\[S[0-4]\] \S.+", re.DOTALL)
STUDY = re.compile(r"\b(19|20)\d\d\b|PMC\d+")
COLUMN = {name: k for k, name in enumerate(SERIES)}
# Twenty partners to whom everything may happen that a lever could prevent, help or make worse.
EVENTFUL = (
    "weeks=104", "mechanisms.deliberation=off", "leadership.hours=9", "leadership.hand_over=0.7",
    "leadership.departure=0.6",
    "leadership.recruitment=0.4", "leadership.brokerage=0.3", "governance.admission=12", "governance.local=0.2",
    "understanding.controversies=8", "staff.turnover=0.3", "stages.vision={work: 12, breadth: 1}",
    "stages.portrait={work: 12, breadth: 1}", "stages.diagnosis={work: 12, breadth: 1}", "stages.priorities.work=900",
    "+events={out: {kind: leader_leaves, week: 10}, wave: {kind: departures, week: 20, size: 0.3}}",
    "+communication.channels.letters={period: 2, richness: 0.38, hours: 0.2}",
    "+communication.channels.body={period: 3, audience: committee}",
    "+communication.channels.talks={period: 5, audience: lead, travel: 0.9}",
)  # fmt: skip


# What each says.


@pytest.mark.parametrize("name", LEVERS)
def test_each_speaks_both_languages_and_says_where_it_comes_from(name):
    lever = LEVERS[name]
    assert isinstance(lever, Lever)
    for text in (lever.name, lever.what):
        assert text.fr.strip()
        assert text.en.strip()
        assert text.fr != text.en
    assert lever.sources
    assert all(SOURCE.fullmatch(source) for source in lever.sources)
    assert option_paths("lever")[name].read_text(encoding="utf-8").startswith(f"# @package levers.{name}\n")


def test_no_two_have_one_name_and_each_advice_is_given():
    for language in ("fr", "en"):
        assert len({lever.name.in_language(language) for lever in LEVERS.values()}) == len(LEVERS)
    assert {lever.advice for lever in LEVERS.values()} == set(Advice)
    assert len(LEVERS) > 90


def test_each_source_text_speaks():
    assert {source[:4] for lever in LEVERS.values() for source in lever.sources} == {f"[S{k}]" for k in range(5)}


def test_what_the_sources_say_to_do_costs_something():
    for name, lever in LEVERS.items():
        if lever.advice is Advice.DO:
            assert sum(weekly_cost(lever, USUAL).values()) + sum(asdict(lever.costs).values()) > 0, name


def test_a_weekly_cost_is_what_is_said_plus_the_channels():
    """Monthly, 2 h, 3 h of preparation and 0.1 h for each of twenty: 0.5 h and 1.25 h a week beside the rest."""
    channel = {"period": 4, "hours": 2, "coordinator": 3, "per_head": 0.1}
    lever = validate(as_tree(configure([]).settings) | {"levers": {"it": {
        "costs": {"partners": 0.1, "coordinator": 1, "dollars": 50, "setup_dollars": 900}, "channels": {"it": channel},
    }}}).levers["it"]  # fmt: skip
    assert weekly_cost(lever, 20) == pytest.approx({"partners": 0.6, "coordinator": 2.25, "dollars": 50})


# What each moves.


def declared(path):
    """Return the declaration of what an effect moves, wherever it stands."""
    return DECLARED[path.replace("communication.channels.*", "communication.channels.<id>")]


@pytest.mark.parametrize(("name", "path"), EFFECTS)
def test_each_effect_moves_a_setting_within_its_range_and_says_why(name, path):
    """What stands in the settings is no state: no lever is worth something by decree."""
    effect, about = LEVERS[name].effects[path], declared(path).about
    assert about.low is not None
    low, high = about.low, about.high
    default = declared(path).default
    after = default + effect.add if effect.toward is None else effect.toward
    assert low <= after <= high
    assert 0 < effect.by <= 1
    assert effect.add or (effect.toward is not None and effect.by)
    assert effect.why.strip()
    assert effect.grade is Grade.ASSUMED or STUDY.search(effect.why), "what is measured has a study"


def test_every_lever_together_is_a_valid_setting():
    settings = configure([f"lever=[{','.join(LEVERS)}]"]).settings
    assert list(settings.levers) == list(LEVERS)
    assert as_tree(settings) == as_tree(validate(as_tree(settings)))


@pytest.fixture(scope="module")
def eventful():
    return configure(["scenario=twenty_partners", *EVENTFUL]).settings


@pytest.fixture(scope="module")
def weeks_of(eventful):
    """Return what gives the series of a few replicates of the eventful partnership with a lever, or without any."""

    def found(lever=None):
        (chunk,) = simulate(replace(eventful, levers={"it": lever} if lever else {}), 6, 1)
        return chunk.weeks

    return found


@pytest.fixture(scope="module")
def without(weeks_of):
    return weeks_of()


def moved(weeks, without):
    """Return the series that are not the same, but for the hours that a lever takes."""
    return {name for name, k in COLUMN.items() if not np.array_equal(weeks[..., k], without[..., k])}


@pytest.mark.parametrize(("name", "path"), EFFECTS)
def test_each_effect_alone_changes_what_happens(weeks_of, without, name, path):
    lever = LEVERS[name]
    alone = replace(lever, delay=0, costs=LeverCosts(), channels={}, effects={path: lever.effects[path]})
    assert moved(weeks_of(alone), without)


@pytest.mark.parametrize(("name", "channel"), ADDED)
def test_each_added_channel_changes_what_happens(weeks_of, without, name, channel):
    lever = LEVERS[name]
    alone = replace(lever, delay=0, costs=LeverCosts(), effects={}, channels={channel: lever.channels[channel]})
    assert {"information", "hours_partners"} & moved(weeks_of(alone), without)


@pytest.mark.parametrize("name", LEVERS)
def test_with_each_lever_hours_are_conserved_and_its_costs_are_counted(eventful, name):
    lever = LEVERS[name]
    (chunk,) = simulate(replace(eventful, weeks=60, levers={name: lever}), 2, 1, by_organisation=True)
    series = {one: chunk.weeks[..., k] for one, k in COLUMN.items()}
    own = chunk.organisations[..., list(ORGANISATION_SERIES).index("hours_spent")]
    assert np.isfinite(chunk.weeks).all()
    assert series["hours_partners"] == pytest.approx(own.sum(axis=2))
    assert (series["hours_partners"] <= series["hours_available"] + 1e-9).all()
    assert (series["hours_levers"] <= series["hours_partners"] + 1e-9).all()
    assert bool(series["hours_levers"].any()) == bool(lever.costs.partners or lever.costs.setup_partners)
    wage = eventful.costs.wage
    assert series["dollars"].sum(axis=1) == pytest.approx(
        wage * series["hours_coordinator"].sum(axis=1)
        + lever.costs.setup_dollars
        + lever.costs.dollars * (60 - lever.acts_from + 1)
    )


def test_all_levers_at_once_conserve_hours_too(eventful):
    (chunk,) = simulate(replace(eventful, levers=LEVERS), 3, 1)
    series = {one: chunk.weeks[..., k] for one, k in COLUMN.items()}
    assert np.isfinite(chunk.weeks).all()
    assert (series["hours_levers"] <= series["hours_partners"] + 1e-9).all()
    assert (series["hours_partners"] <= series["hours_available"] + 1e-9).all()


@pytest.mark.parametrize("name", ["handover_protocol", "visits", "negative_leader", "email_instead"])
def test_a_run_composes_what_the_file_says(name):
    assert configure([f"lever={name}"]).settings.levers == {name: LEVERS[name]}
