"""What must hold whatever is set: hours, cases and commitments are conserved, states stay in range, nothing is nan.

Settings are drawn over the full declared ranges (``drawn.py``); the draws are always the same ones.
"""

import numpy as np
import pytest
from crafted import rows, small
from drawn import next_to_nothing, settings_drawn
from hypothesis import HealthCheck, example, given, settings

from entente.sim.batch import case_cells, simulate
from entente.sim.chance import POSTS
from entente.sim.model.measures import CASE_TALLY, CONDITIONS, ORGANISATION_SERIES, SERIES, SUMMARIES
from entente.sim.partnership import Partnership
from entente.sim.records import FORMER

ROUNDING = 1e-9
USES = ("paperwork", "leading", "levers", "meetings", "work", "cases")
COUNTED = {  # fields of an organisation that are no shares; all the others must be
    *("territory", "populations", "expertise", "delegates", "standing", "since", "last_seen", "discontent"),
    *("contributed", "agenda", "readiness", "assiduity"),
    *("committee", "hours", "turnover", "turnover_class", "threshold", "contribution", "coordinator_contact"),
    *("available", "travelled", "tiring", *CONDITIONS, *(f"spent_{use}" for use in USES)),
}
COUNTED_WHOLE = {  # the same of the partnership
    *("week", "stage", "cycle", "lead", "members", "quiet", "ended", "reason", "funding_until", "surge_until"),
    *("apart_until", "lead_leaves", "approached", "available", "progress", "results", "supply", "demand", "opened"),
    *("settled", "useful", "invited", "attended", "commitments", "broken", "departures", "hours_coordinator"),
    *(
        "arrived",
        "answered",
        "lost",
        "waited",
        "dollars",
        "shock",
        "logged",
        "conjuncture",
        "saved",
        "pending",
        "gathered",
    ),
}
often = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def in_unit(values):
    """Tell whether all values are shares, to rounding."""
    values = np.asarray(values)
    return bool(np.all((values >= -ROUNDING) & (values <= 1 + ROUNDING)))


@pytest.mark.slow
@often
@given(settings_drawn)
@example(next_to_nothing())
def test_a_run_of_any_settings_gives_sound_series(drawn):
    chunk = next(simulate(drawn, 2, 3, threads=1, by_organisation=True))
    weeks = {name: chunk.weeks[..., k] for k, name in enumerate(SERIES)}
    own = {name: chunk.organisations[..., k] for k, name in enumerate(ORGANISATION_SERIES)}
    for measures, series in ((SERIES, weeks), (ORGANISATION_SERIES, own)):
        for name, values in series.items():
            if name in CONDITIONS:
                assert np.isin(values[~np.isnan(values)], [0, 1, 2]).all(), name
                continue
            assert np.isfinite(values).all(), name
            assert (values >= 0).all() or measures[name].unit == "weeks", name
            assert measures[name].unit != "share" or in_unit(values), name
    assert (weeks["hours_partners"] <= weeks["hours_available"] + ROUNDING).all()
    assert (weeks["hours_leading"] <= weeks["hours_partners"] + ROUNDING).all()
    assert (weeks["commitments_broken"] <= weeks["commitments"]).all()
    assert (weeks["commitments"] <= weeks["commitments"].shape[1] * 12).all()
    assert (weeks["controversies_settled"] <= weeks["controversies_opened"]).all()
    for name in CASE_TALLY:
        series = weeks["response_time" if name == "waited" else f"cases_{name}"]
        tally = chunk.cases[..., list(CASE_TALLY).index(name)].sum(axis=1)
        assert (series.sum(axis=1) <= tally + ROUNDING).all(), name
    assert list(chunk.summaries) == list(SUMMARIES)


@pytest.mark.slow
@often
@given(settings_drawn)
@example(next_to_nothing())
def test_hours_cases_and_states_are_sound_every_week(drawn):
    model = Partnership(drawn, seed=5)
    state = model.state
    available, spent, arrived, gone = 0.0, 0.0, 0.0, 0.0
    look(model)
    for _ in range(drawn.weeks):
        if model.ended:
            break
        model.step()
        look(model)
        used = hours_spent(state.organisation)
        assert (used <= state.organisation.available + ROUNDING).all()
        assert model.ended or abs(used.sum() - model.series("hours_partners")) <= ROUNDING * max(1, used.sum())
        available, spent = available + state.organisation.available.sum(), spent + used.sum()
        w = state.partnership[0]
        arrived, gone = arrived + w.arrived, gone + w.answered + w.lost
        assert arrived == gone + state.waiting.sum()
    assert spent <= available * (1 + 1e-12) + ROUNDING


def hours_spent(organisations):
    """Return the hours spent by each organisation, all uses."""
    return sum(organisations[f"spent_{use}"] for use in USES)


def look(model):
    """Check that every state is in its range."""
    state = model.state
    for values, counted in ((state.organisation, COUNTED), (state.partnership, COUNTED_WHOLE)):
        for name in values.dtype.names:
            if name in counted:
                assert name in {"turnover", *CONDITIONS} or np.isfinite(values[name]).all(), name
            else:
                assert in_unit(values[name]), name
    for field in ("personal", "institutional", "acquaintance"):
        assert in_unit(getattr(state, field)), field
    assert (state.waiting >= 0).all()
    assert in_unit(state.shortfall)
    assert in_unit(state.carrier.share)
    assert state.carrier.share.sum() <= 1 + ROUNDING
    filled = [sum(bool(state.post.filled[i, k]) for k in range(POSTS)) for i in range(len(state.organisation))]
    assert (np.array(filled) <= state.organisation.delegates).all()
    for values in model.draws:
        assert in_unit(values)


@pytest.mark.parametrize("patience", [1, 6, 11, 12])
def test_a_case_is_waiting_answered_or_lost_once_it_has_waited_long_enough(patience):
    """Nobody answers: each case is lost in the week after those it can wait, and none disappears."""
    settings = small(2, only=["cases"], weeks=30, casework={"arrivals": 5, "team": 6, "patience": patience})
    model = Partnership(settings)
    arrived, lost = [], []
    for _ in range(30):
        model.step()
        arrived.append(model.series("cases_arrived"))
        lost.append(model.series("cases_lost"))
        assert sum(arrived) == sum(lost) + model.state.waiting.sum()
    assert lost[: patience + 1] == [0] * (patience + 1)
    assert lost[patience + 1 :] == arrived[: -patience - 1]


def test_cases_of_each_territory_and_population_are_tallied_apart():
    """Only the north is served, and it answers all; what arrives in the south is lost or still waits."""
    settings = small(
        3,
        only=["cases"],
        weeks=30,
        territories={"north": 0.5, "south": 0.5},
        organisations={f"o{k}": {"territory": "north"} for k in range(3)},
        casework={"arrivals": 0.5, "team": 1, "hours": 0, "patience": 4},
    )
    chunk = next(simulate(settings, 20, 1))
    tally = {name: chunk.cases[..., k] for k, name in enumerate(CASE_TALLY)}
    assert case_cells(settings) == [("north", "all"), ("south", "all")]
    assert (tally["arrived"].sum(axis=0) > 0).all()
    assert tally["answered"][:, 1].sum() == 0
    assert tally["lost"][:, 1].sum() > 0
    assert tally["answered"][:, 0].sum() > 0.9 * tally["arrived"][:, 0].sum()


def test_hours_are_those_of_posts_filled_and_time_freed():
    """Two posts of 6 hours, half of which means free in full: 12 × (0.5 + 0.5 × means)."""
    partners = {"delegates": 2, "hours": 6, "budget": 0.5}
    model = Partnership(small(2, only=[], partners=partners, context={"funding": 0.2}))
    model.step()
    means = 1 - (1 - 0.5) * (1 - 0.2)
    assert rows(model).available == pytest.approx([12 * (0.5 + 0.5 * means)] * 2)
    assert model.series("hours_available") == pytest.approx(24 * (0.5 + 0.5 * means))


def test_when_everybody_has_left_nobody_gives_hours_to_animation():
    """The lead stays in name, for want of an heir; it is no partner, and its hours are its own."""
    model = Partnership(small(3, off=["ends", "recruitment"], leadership={"dedicated": 0}, costs={"coordinator": 5}))
    model.step()
    assert model.series("hours_leading") > 0
    rows(model).standing[:] = FORMER
    model.step()
    assert (model.series("hours_leading"), model.series("hours_partners")) == (0, 0)
