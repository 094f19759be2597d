"""Figures of sensitivity: what they say, in both languages, with few factors and many, and that nothing is cut off."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words
from SALib.sample import morris as sample_morris
from SALib.sample import sobol as sample_sobol

from entente.analysis.plotting.heading import StudyHeading
from entente.analysis.sensitivity.factor_rows import FactorName, FactorStudy
from entente.analysis.sensitivity.indices import sobol_indices
from entente.analysis.sensitivity.indices_figure import convergence_sentences, indices_figure
from entente.analysis.sensitivity.screening import morris_screening
from entente.analysis.sensitivity.screening_figure import _place_ranks, screened_out_sentences, screening_figure
from entente.analysis.sweep.outcome_matrix import OutcomeMatrix
from entente.sim.model.declare import parameters
from entente.sim.model.situation import Settings, Text

EVERY = sorted((one for one in parameters(Settings) if one.kind is float and "<id>" not in one.path),
               key=lambda one: -len(one.about.fr))  # fmt: skip


def study(count, left_out=0):
    mine = EVERY[:count]
    heading = {one.path: FactorName((one.about.en, one.about.fr), ("0 to 1 weeks", "de 0 à 1 semaine")) for one in mine}
    return list(heading), FactorStudy(
        heading, StudyHeading(Text(en="The north shore", fr="La rive nord")), 10, left_out
    )


def indices(count, blocks=64, replicates=2, constant=False):
    names, heading = study(count)
    problem = {"num_vars": count, "names": names, "bounds": [[0, 1]] * count}
    points = sample_sobol.sample(problem, blocks, calc_second_order=False, seed=1)
    values = 0 * points[:, 0] if constant else points @ 0.5 ** np.arange(count) + points[:, 0] * points[:, 1]
    runs = np.column_stack([values + 0.1 * k * (1 - constant) * points[:, 0] for k in range(replicates)])
    return sobol_indices(OutcomeMatrix(runs), pd.DataFrame(points, columns=names), names, 1), heading


def effects(count, replicates=2):
    names, heading = study(count, left_out=1)
    problem = {"num_vars": count, "names": names, "bounds": [[0, 1]] * count}
    points = sample_morris.sample(problem, 12, seed=1)
    values = points @ 0.5 ** np.arange(count) - 2 * points[:, 0] * points[:, 1]
    design, spans = pd.DataFrame(points, columns=names), dict.fromkeys(names, (0.0, 1.0))
    apart = np.random.default_rng(2).normal(scale=0.02, size=(len(values), replicates))
    return morris_screening(OutcomeMatrix(values[:, None] + apart, (3,)), design, names, spans, seed=1), heading


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("count", [2, 18])
def test_indices_are_drawn_whole(count, language):
    found, heading = indices(count)
    figure = indices_figure(found, "final", heading, language)
    assert off_page(figure) == []
    assert collisions(figure) == []
    said = " ".join(words(figure))
    assert EVERY[0].path not in said, "titles, not names that one types"
    assert ("Mobilisation finale" if language == "fr" else "Final mobilisation") in said


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("count", [2, 18])
def test_effects_are_drawn_whole(count, language):
    found, heading = effects(count)
    figure = screening_figure(found, "final", heading, language)
    assert off_page(figure) == []
    assert collisions(figure) == []


def test_factors_stand_from_the_strongest_down():
    found, heading = indices(6)
    said = words(indices_figure(found, "final", heading))
    heads = [one for one in said if one[:2] in {f"{k}." for k in range(1, 7)}]
    strongest = heading.factors[found.table["factor"].iloc[0]].meaning[0]
    assert heads[0].startswith("1. ")
    assert strongest.startswith(heads[0].removeprefix("1. ").split(" ")[0])
    assert found.table["total"].is_monotonic_decreasing


def test_reading_says_what_can_be_relied_upon():
    few, many = (" ".join(convergence_sentences(indices(3, blocks)[0], "en")) for blocks in (16, 8192))
    assert "Not settled" in few
    assert "blocks would do" in few
    assert "Settled: every total effect" in many
    assert "The order of those above 5% is sure." in many
    assert "Noise makes 0.1% of the variance" in many
    assert "With one replicate" in " ".join(convergence_sentences(indices(3, replicates=1)[0], "en"))
    assert convergence_sentences(indices(3, constant=True)[0], "fr") == [
        "Ce résultat est le même à tous les points\xa0: il n'y a rien à expliquer."]  # fmt: skip
    assert "8 at least are needed" in convergence_sentences(indices(3, blocks=4)[0], "en")[0]


def test_constant_outcomes_and_short_designs_can_be_drawn():
    for found, heading in (indices(3, constant=True), indices(3, blocks=2)):
        assert off_page(indices_figure(found, "dollars", heading, "fr")) == []
    found, heading = effects(4, replicates=1)
    assert off_page(screening_figure(found, "dollars", heading, "fr")) == []


def test_what_is_left_out_is_said_with_its_reason():
    found, _ = effects(18)
    text = " ".join(screened_out_sentences(found, "en"))
    assert "can be left out, since noise alone would give as much" in text
    assert "-18: can be left out" in text
    assert screened_out_sentences(effects(2)[0], "fr") == ["Aucun facteur ne peut être écarté."]


def test_names_of_points_keep_apart():
    points = np.array([[1.0, 1.0], [1.02, 1.0], [1.0, 1.02], [2.0, 2.0]])
    placed = _place_ranks(points, range(4))
    assert 3 in placed
    for one, place in placed.items():
        for other, there in placed.items():
            assert one == other or np.abs(np.subtract(place, there)).max() > 0.09
