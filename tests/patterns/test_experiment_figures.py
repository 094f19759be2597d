"""Figures of the experiments: what they say in both languages, and files that are the same each time."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.text import Text as Written

from entente.analysis.ablation.ablation_figure import ablation_figure, strongest_changes
from entente.analysis.anchors.anchors_figure import AnchorRow, anchors_figure
from entente.analysis.patterns.forest_figure import (
    ContrastLine,
    ContrastPoint,
    PatternGroup,
    forest_figure,
    format_effect,
)
from entente.analysis.plotting import style
from entente.analysis.plotting.numbers import NARROW_SPACE
from entente.analysis.statistics.intervals import Verdict


def words(figure):
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(Written) if text.get_visible() and text.get_text()]


@pytest.fixture
def groups():
    holds = ContrastPoint(2.0, 1.5, 2.5, "+0.10", Verdict.HOLDS)
    fails = ContrastPoint(-60.0, -math.inf, -20.0, "−3.00", Verdict.FAILS)
    untested = ContrastPoint(math.nan, math.nan, math.nan, "–", Verdict.UNTESTED)
    lines = [ContrastLine("first contrast", (1.0, math.inf), {"one": holds, "two": fails}),
             ContrastLine("second contrast", (-1.0, 1.0), {"one": untested})]  # fmt: skip
    return [PatternGroup("P1", "Something rises.", Verdict.FAILS, lines)]


def test_forest(groups, tmp_path):
    scenarios = {"one": "one", "two": "two"}
    said = words(forest_figure(groups, scenarios, 200, "en"))
    for text in ("Do the patterns come out?", "P1  does not hold", "Something rises.", "first contrast", "+0.10",
                 "−3.00", "–", "one", "two", "200 replicates in each arm", "holds", "undecided", "−10"):  # fmt: skip
        assert text in said
    said = words(forest_figure(groups, scenarios, 2000, "fr"))
    assert "P1  ne tient pas" in said
    assert f"2{NARROW_SPACE}000 réplicats par bras" in said
    files = [style.save_figure(forest_figure(groups, scenarios, 9, "fr"), tmp_path / name) for name in "ab"]
    for first, second in zip(*files, strict=True):
        assert first.read_bytes() == second.read_bytes()


def test_forest_with_plausible_settings(groups):
    lines = [replace(line, share=share) for line, share in zip(groups[0].lines, ("87%", "41%"), strict=True)]
    spread = [replace(groups[0], lines=lines, share="39%")]
    said = words(forest_figure(spread, {"one": "one", "two": "two"}, 200, "en", 40))
    assert {"87%", "41%", "39%"} <= set(said)
    assert "spread over 40 plausible settings" in " ".join(said)


@pytest.mark.parametrize(
    ("value", "text"), [(0.125, "+0.12"), (-0.3, "−0.30"), (0.001, "0.00"), (-0.001, "0.00"), (math.nan, "–")]
)
def test_effects_are_written_with_their_sign(value, text):
    assert format_effect(value, "en") == text
    assert format_effect(value, "fr") == text.replace(".", ",")


def test_anchors():
    rows = [AnchorRow("Trust", (0.7, 0.9), 0.8, (0.79, 0.81), "0.70 – 0.90", "0.80", "inside"),
            AnchorRow("Far", (0.0, 1.0), 90.0, (89.0, 91.0), "0 – 1", "90", "outside")]  # fmt: skip
    assert (rows[0].on_target_scale(0.7), rows[0].on_target_scale(0.9)) == (pytest.approx(-1), pytest.approx(1))
    said = words(anchors_figure(rows, 40, "fr"))
    assert {"Trust", "0.70 – 0.90", "terrain", "obtenu", "dedans", "à cheval", "dehors"} <= set(said)
    spread = [replace(row, spread=(0.5, 0.95), share="35%") for row in rows]
    said = words(anchors_figure(spread, 40, "en", 20))
    assert "35%" in said
    assert "40 replicates over 20 plausible settings" in " ".join(said).replace("\n", " ")
    assert "mean over 40 replicates" in " ".join(words(anchors_figure(rows, 40, "en")))


@pytest.fixture
def shifts():
    rows = [("burnout", "one", "area", -0.4, True), ("burnout", "two", "area", 0.9, True),
            ("burnout", "one", "peak", 2.0, False), ("credit", "one", "peak", -math.inf, True)]  # fmt: skip
    return pd.DataFrame(rows, columns=["mechanism", "scenario", "summary", "in_deviations", "clear"])


def test_the_largest_clear_change_over_scenarios(shifts):
    table = strongest_changes(shifts, ["burnout", "credit"], ["area", "peak"])
    assert table.loc["burnout", "area"] == 0.9
    assert table.loc["burnout", "peak"] == 0.0  # not clear
    assert table.loc["credit", "peak"] == -math.inf


def test_ablation(shifts):
    rows = [("burnout", "P3", "holds", "does not hold", True), ("credit", "P3", "holds", "holds", False)]
    verdicts = pd.DataFrame(rows, columns=["mechanism", "pattern", "verdict", "without", "changed"])
    names = {"burnout": "Tired people leave", "credit": "Credit follows the rule"}
    summaries = {"area": "Area", "peak": "Peak"}
    figure = ablation_figure(shifts, verdicts, names, summaries, ["credit"], (200, 24), "en")
    said = words(figure)
    assert {"Tired people leave", "Area", "Peak", "P3", "0.9", "−∞"} <= set(said)
    assert "Summaries: 200 replicates; patterns: 24." in " ".join(said)
    assert [line.get_marker() for line in figure.axes[1].lines] == ["v", "."]
    grey = {text.get_text(): text.get_color() for text in figure.findobj(Written)}
    assert grey["Credit follows the rule"] != grey["Tired people leave"]
    alone = ablation_figure(shifts, verdicts.iloc[:0], names, summaries, [], (40, 12), "fr")
    assert len(alone.axes) == 1
