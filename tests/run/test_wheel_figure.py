"""The wheel: polygons and bars are the table, nothing is clipped or written over, and it says what the index is."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words
from matplotlib.patches import Rectangle

from entente.analysis.run.conditions import conditions_by_week
from entente.analysis.run.wheel_figure import wheel_figure
from entente.sim.model.measures import CONDITIONS

SHARES = {  # of A and of B, condition by condition, in the order of the tool
    13: [(0.2, 0.4), (0.1, 0.5), (0.3, 0.3), (0.5, 0.2), (0.0, 0.4), (0.25, 0.5)],
    78: [(0.4, 0.4), (0.15, 0.5), (0.3, 0.5), (0.6, 0.2), (0.1, 0.6), (0.5, 0.25)],
    156: [(0.9, 0.1), (0.2, 0.6), (0.7, 0.3), (0.65, 0.3), (0.15, 0.8), (0.6, 0.35)],
}


def spread_answers(shares=SHARES, replicates=9, spread=0.1):
    """Spread replicates evenly around some shares, so that their means are these shares."""
    rows = []
    for week, values in shares.items():
        for name, (a, b) in zip(CONDITIONS, values, strict=True):
            for r, off in enumerate(np.linspace(-1, 1, replicates)):
                moved = off * min(spread, a, 1 - a - b)
                rows.append((r, week, name, a + moved, b, 1 - a - b - moved))
    return pd.DataFrame(rows, columns=["replicate", "week", "condition", "a", "b", "c"])


def drawn(settings, shares=SHARES, language="en", names=None):
    table = conditions_by_week(spread_answers(shares), list(shares))
    names = names or {week: f"{'Semaine' if language == 'fr' else 'Week'} {week}" for week in shares}
    return wheel_figure(table, settings, names, "The six conditions", 9, language)


def test_corners_of_polygons_are_the_index(settings):
    figure = drawn(settings)
    lines = {line.get_label(): line for line in figure.axes[0].lines}
    turn = 2 * np.pi / 6
    for week, shares in SHARES.items():
        x, y = lines[str(week)].get_data()
        assert len(x) == 7
        assert (x[0], y[0]) == (x[6], y[6])
        by_hand = [a + b / 2 for a, b in shares]
        np.testing.assert_allclose(np.hypot(x[:6], y[:6]), by_hand, atol=1e-9)
        for k, level in enumerate(by_hand):
            spoke = np.array([np.sin(k * turn), np.cos(k * turn)])
            np.testing.assert_allclose([x[k], y[k]], level * spoke, atol=1e-9)


def test_bars_are_the_shares_in_order_and_fill_their_row(settings):
    ax = drawn(settings).axes[1]
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_height() > 0.12]
    rows = {}
    for bar in bars:
        rows.setdefault(round(bar.get_y(), 6), []).append(bar)
    assert len(rows) == 6 * 3
    whole = {round(sum(bar.get_width() for bar in row), 6) for row in rows.values()}
    assert len(whole) == 1
    width = whole.pop()
    found = [[bar.get_width() / width for bar in sorted(row, key=lambda bar: bar.get_x())]
             for _, row in sorted(rows.items())]  # fmt: skip
    by_hand = [(*SHARES[week][k], 1 - sum(SHARES[week][k])) for k in range(6) for week in SHARES]
    np.testing.assert_allclose(found, by_hand, atol=1e-6)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_names_conditions_and_says_what_the_index_and_the_tool_are(settings, language):
    said = words(drawn(settings, language=language))
    for measure in CONDITIONS.values():
        assert measure.meaning(language) in said, "in the head of its bars"
    whole = " ".join(said)
    for expected in (
        ("a convention of Entente", "assess themselves", "not for accountability, not to rank", "CACIS")
        if language == "en"
        else ("une convention d'Entente", "s'autoévaluer", "ni pour rendre des comptes, ni pour classer", "CACIS")
    ):
        assert expected in whole
    for week in SHARES:
        assert said.count(f"{'Semaine' if language == 'fr' else 'Week'} {week}") == 1 + 6, (
            "on the wheel and by each bar"
        )


NEAR = {week: [(0.3 + 0.001 * week, 0.4)] * 6 for week in range(5)}
SAME = {week: [(0.3, 0.4)] * 6 for week in range(5)}
FULL = {1: [(1.0, 0.0)] * 6, 2: [(0.0, 0.0)] * 6, 3: [(0.99, 0.01)] * 6}
LONG = {week: f"milieu communautaire et développement social {week}" for week in range(5)}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("shares", "names"), [(SHARES, None), (NEAR, None), (SAME, LONG), (FULL, None)], ids=["far", "near", "same", "full"]
)
def test_nothing_is_clipped_or_written_over(settings, language, shares, names):
    figure = drawn(settings, shares, language, names)
    assert off_page(figure) == []
    assert collisions(figure) == []


def test_the_longest_names_are_wrapped_and_whole(settings, monkeypatch):
    from dataclasses import replace

    name = "Dispositifs favorisant l'égalisation des rapports de pouvoir entre les acteurs concernés"
    for key, measure in list(CONDITIONS.items()):
        monkeypatch.setitem(CONDITIONS, key, replace(measure, fr=name))
    figure = drawn(settings, language="fr")
    assert off_page(figure) == []


def test_a_date_when_all_had_ended_is_said_and_not_drawn(settings):
    table = spread_answers()
    table.loc[table["week"] == 156, ["a", "b", "c"]] = 0.0
    table = conditions_by_week(table, [13, 156])
    figure = wheel_figure(table, settings, {13: "Week 13", 156: "Week 156"}, "", 9, "en", ["culture"])
    assert "156" not in {line.get_label() for line in figure.axes[0].lines}
    said = " ".join(words(figure))
    assert "Week 156: 0% of the replicates" in said
    assert "Not shown: culture." in said
