"""The timeline: what is drawn is the log and the curve, nothing is clipped or written over, in both languages."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from entente.analysis.plotting.style import VERMILION
from entente.analysis.run.event_log import middle_replicate, timeline_table
from entente.analysis.run.timeline_figure import timeline_figure
from entente.sim.model.measures import FUNCTIONS, LOG_ENTRIES
from entente.sim.model.situation import Event, EventKind, OrganisationSettings, Text

EN = {
    "settled by compromise", "Hard winter", "+3", "Police", "Shelters 2", "Portrait", "Partners", "Controversies",
    "nothing in the log", "Week", "year 2", "This replicate", "Median of all", "Stage",
}  # fmt: skip
FR = {
    "réglée par un compromis", "Hiver rigoureux", "+3", "Police", "Refuges 2", "Portrait", "Partenaires",
    "Controverses", "rien au journal", "Semaine", "an 2", "Ce réplicat", "Médiane de tous", "Étape",
}  # fmt: skip


@pytest.fixture
def situation(settings):
    settings.organisations = {
        "police": OrganisationSettings(name=Text(fr="Police", en="Police")),
        "shelters": OrganisationSettings(name=Text(fr="Refuges", en="Shelters"), count=3),
    }
    settings.events = {"winter": Event(EventKind.CRISIS, week=70, name=Text(fr="Hiver rigoureux", en="Hard winter"))}
    return settings


def logged(*entries, horizon=156):
    log = pd.DataFrame(entries, columns=["week", "kind", "who", "size"]).assign(replicate=4)
    weeks = pd.DataFrame({"replicate": 4, "week": range(1, horizon + 1), "leadership": 0.5})
    return timeline_table(log.assign(function=[LOG_ENTRIES[kind].function for kind in log["kind"]]), weeks, 4)


STORY = (
    (3, "joined", "shelters_1", 0), (3, "joined", "shelters_2", 0), (3, "joined", "shelters_3", 0),
    (12, "stage_done", "portrait", 0.4), (20, "delegate_left", "police", 0), (25, "delegate_arrived", "police", 0),
    (60, "left", "police", 0), (100, "left", "shelters_2", 0), (70, "crisis", "winter", 0.5),
    (82, "crisis_over", "", 0),
)  # fmt: skip
ARGUED = ((30, "controversy_opened", "", 0.5), (44, "controversy_settled", "", 0))


@pytest.mark.parametrize(("language", "expected"), [("en", EN), ("fr", FR)])
def test_it_tells_the_log_in_both_languages(make_weeks, situation, language, expected):
    weeks = make_weeks(situation, replicates=12)
    said = set(words(timeline_figure(weeks, logged(*STORY, *ARGUED), 4, situation, language)))
    nothing = "nothing in the log" if language == "en" else "rien au journal"
    assert expected - {nothing} <= said
    assert {names[language == "fr"] for names in FUNCTIONS.values()} <= said
    assert nothing in words(timeline_figure(weeks, logged(*STORY), 4, situation, language))


def test_the_curve_is_that_of_the_replicate(make_weeks, situation):
    weeks = make_weeks(situation, replicates=12)
    figure = timeline_figure(weeks, logged(*STORY), 4, situation)
    lines = [line for ax in figure.axes for line in ax.lines if to_hex(line.get_color()) == VERMILION]
    own = weeks[weeks["replicate"] == 4]
    assert len(lines) == 1
    np.testing.assert_array_equal(lines[0].get_ydata(), own["mobilisation"])


def rows(figure, horizon=156):
    """Return the axes of the rows, by their order: those of the weeks, inches upwards, without ticks."""
    return [ax for ax in figure.axes if ax.get_xlim() == (0.5, horizon + 0.5) and len(ax.get_xticks()) == 0][1:]


def test_bars_ticks_and_points_are_where_the_log_says(make_weeks, situation):
    figure = timeline_figure(make_weeks(situation, replicates=3), logged(*STORY, *ARGUED), 2, situation)
    partners, delegates, controversies, stages, context = rows(figure)
    bars = [(patch.get_x(), patch.get_x() + patch.get_width())
            for ax in (controversies, context) for patch in ax.patches if isinstance(patch, Rectangle)]  # fmt: skip
    assert bars == [(29.5, 43.5), (69.5, 81.5)]
    points = {
        round(float(line.get_xdata()[0])): line.get_marker() for line in partners.lines if line.get_marker() != "None"
    }
    assert points == {3: "^", 60: "v", 100: "v"}
    assert [line.get_xdata()[0] for line in stages.lines if line.get_marker() == "D"] == [12]
    ticks = {float(line.get_xdata()[0]): np.diff(line.get_ydata())[0]
             for line in delegates.lines if line.get_xdata()[0] == line.get_xdata()[1]}  # fmt: skip
    assert {week: np.sign(tall) for week, tall in ticks.items() if week in (20, 25)} == {20: -1, 25: 1}


def busy(seed, entries=220, horizon=156):
    """Invent a log with much of everything, several at once."""
    rng = np.random.default_rng(seed)
    kinds = [kind for kind in LOG_ENTRIES if kind not in ("goals_met", "deserted", "dormant")]
    whos = {
        "stage": ["vision", "portrait", "action"],
        "event": ["winter", "?"],
        "lever": ["pairing", "a long name of lever"],
    }
    rows = []
    for _ in range(entries):
        kind = str(rng.choice(kinds))
        who = str(
            rng.choice(whos.get(LOG_ENTRIES[kind].who, ["police", "shelters_1", "shelters_2", "a very long name"]))
        )
        rows.append((int(rng.integers(1, horizon + 1)), kind, who if LOG_ENTRIES[kind].who else "", 0.5))
    return logged(*rows, (horizon, "deserted", "", 0.0), horizon=horizon)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("seed", "entries", "horizon"), [(1, 220, 156), (2, 60, 156), (3, 40, 12), (4, 500, 520)])
def test_nothing_is_clipped_or_written_over(make_weeks, situation, language, seed, entries, horizon):
    weeks = make_weeks(situation, replicates=6, horizon=horizon, ends=0.5)
    figure = timeline_figure(weeks, busy(seed, entries, horizon), middle_replicate(weeks), situation, language, False)
    assert off_page(figure) == []
    assert collisions(figure) == []


def test_one_replicate_without_anything_in_its_log(make_weeks, situation):
    weeks = make_weeks(situation, replicates=1, horizon=2)
    said = words(timeline_figure(weeks, logged(horizon=2), 0, situation, "en"))
    assert said.count("nothing in the log") == 3
    assert not any(text.startswith("Median") for text in said)
