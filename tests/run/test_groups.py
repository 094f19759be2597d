"""Mobilisation by group: quantiles of numpy over those that count, panels that draw them, words in both languages."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words
from matplotlib.colors import to_hex

from entente.analysis.plotting.style import BLUE
from entente.analysis.run.groups import group_curves, organisations_as_groups
from entente.analysis.run.groups_figure import groups_figure


@pytest.fixture
def weeks(make_weeks, settings):
    return make_weeks(settings, replicates=30, horizon=60, ends=0.3)


def parts(weeks, names, seed=1):
    """Invent the mobilisation of some groups around that of the whole."""
    rng = np.random.default_rng(seed)
    made = []
    for k, name in enumerate(names):
        own = weeks[["replicate", "week", "mobilisation"]].assign(group=name, partners=k + 1)
        made.append(own.assign(mobilisation=(own["mobilisation"] + rng.normal(0, 0.1, len(own))).clip(0, 1)))
    return pd.concat(made, ignore_index=True)


def test_curves_are_quantiles_over_the_replicates(weeks):
    groups = parts(weeks, ["health", "culture"])
    table = group_curves(groups, weeks, ["culture", "health"])
    assert table["group"].unique().tolist() == ["culture", "health"]
    for name in ("health", "culture"):
        own = table[table["group"] == name]
        values = groups[groups["group"] == name].pivot_table(index="week", columns="replicate", values="mobilisation")
        for column, share in {"median": 0.5, "low_50": 0.25, "high_50": 0.75, "low_90": 0.05, "high_90": 0.95}.items():
            np.testing.assert_allclose(own[column], np.quantile(values, share, axis=1), rtol=1e-12)
    assert set(table["partners"]) == {1, 2}


def test_a_week_without_partners_counts_for_nothing_and_an_end_for_zero():
    weeks = pd.DataFrame({"replicate": [0, 1, 2, 3], "week": 1, "stage": [1, 1, 0, 1]})
    groups = pd.DataFrame({
        "replicate": [0, 1, 2, 3], "week": 1, "group": "health",
        "mobilisation": [0.4, 0.0, 0.0, 0.8], "partners": [1, 0, 0, 2],
    })  # fmt: skip
    table = group_curves(groups, weeks, ["health"])
    assert table["median"].tolist() == [0.4], "of 0.4, 0 and 0.8: the second replicate has nobody to be mobilised"
    assert table["partners"].tolist() == [0.75]
    nobody = group_curves(groups.assign(partners=0), weeks.assign(stage=1), ["health"])
    assert nobody["median"].isna().all()


def test_an_organisation_is_a_group_of_one_while_it_is_a_partner():
    weeks = pd.DataFrame({
        "replicate": 0, "week": [1, 2, 3, 4], "organisation": pd.Categorical(["police"] * 4),
        "mobilisation": [0.3, 0.5, 0.6, 0.2], "standing": [1, 2, 3, 4],
    })  # fmt: skip
    made = organisations_as_groups(weeks)
    assert made["partners"].tolist() == [0, 1, 1, 0]
    assert made["mobilisation"].tolist() == [0, 0.5, 0.6, 0]


def drawn(weeks, settings, count, language="en", **more):
    keys = [f"group_{k}" for k in range(count)]
    table = group_curves(parts(weeks, keys), weeks, keys)
    names = {key: (f"Milieu communautaire et développement social {key}", "12 organisations") for key in keys}
    return table, groups_figure(table, weeks, settings, names, "sector", language, **more)


def test_each_panel_draws_its_group(weeks, settings):
    table, figure = drawn(weeks, settings, 3)
    lines = [
        line
        for ax in figure.axes
        for line in ax.lines
        if to_hex(line.get_color()) == BLUE and len(line.get_xdata()) > 2
    ]
    assert len(lines) == 3
    for k, line in enumerate(lines):
        np.testing.assert_array_equal(line.get_ydata(), table.loc[table["group"] == f"group_{k}", "median"])


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 9, 12])
def test_nothing_is_clipped_or_written_over(weeks, settings, count, language):
    _, figure = drawn(weeks, settings, count, language)
    assert off_page(figure) == []
    assert collisions(figure) == []


def test_it_speaks_both_languages(weeks, settings):
    said = {language: " ".join(words(drawn(weeks, settings, 2, language, left_out=["culture"])[1]))
            for language in ("en", "fr")}  # fmt: skip
    for expected in ("Mobilisation by sector", "The whole partnership, median", "What the stage calls for, median",
                     "had ended by week 60: they count as 0", "Not shown: culture."):  # fmt: skip
        assert expected in said["en"]
    for expected in ("La mobilisation par secteur", "L'ensemble du partenariat, médiane",
                     "Ce que l'étape requiert, médiane", "à la semaine 60\u00a0: ils comptent pour 0",
                     "Non montrés\u00a0: culture."):  # fmt: skip
        assert expected in said["fr"]
