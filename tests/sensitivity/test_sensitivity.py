"""Sensitivity from Python: what is known beforehand comes out, and what cannot be read is refused."""

import pandas as pd
import pytest

import entente
from entente.analysis.sensitivity.screening import Reason
from entente.commands.sensitivity.sensitivity import read_folder
from entente.commands.sensitivity.spec import Method, sensitivity_spec
from entente.sim.validation.validate import SettingsError
from entente.studies.factors import factor
from entente.studies.study import Study

WAGE = {"costs.wage": entente.Interval(20, 60)}
ANCHORING = {"understanding.anchoring": entente.Interval(300, 520)}


def test_dollars_of_the_coordinator_are_its_wage(workplace):
    # with nothing else to pay, dollars = wage × hours: an effect of 40 × hours everywhere, and all of the variance
    found = entente.sensitivity("small", measures=["dollars"], replicates=5, points=64, output="out",
                                **WAGE, **ANCHORING, **{"leadership.dedicated": 1.0})  # fmt: skip
    hours = found.second.study.runs(["hours_coordinator"])["hours_coordinator"]
    first = found.screening.set_index("factor")
    assert first["mu_star"]["costs.wage"] == pytest.approx(40 * hours.mean())
    assert first["sigma"]["costs.wage"] == pytest.approx(0, abs=1e-6)
    assert first["mu"]["costs.wage"] > 0
    assert found.reasons == {
        "costs.wage": Reason.MATTERS,
        "understanding.anchoring": found.reasons[next(iter(ANCHORING))],
    }
    assert found.left_out == ["understanding.anchoring"]
    assert found.indices["factor"].to_list() == ["costs.wage"]
    assert found.indices["total"][0] == pytest.approx(1, abs=0.06)
    assert found.indices["first"][0] == pytest.approx(1, abs=0.06)
    assert "Coût d'une heure" in " ".join(one.get_text() for one in found.plot(language="fr").findobj(match=has_text))
    assert found.plot_screening().get_suptitle() == "Dollars spent: a first sorting of the factors"
    assert found.failures.empty
    assert "SensitivityResults of dollars" in repr(found)
    again = entente.sensitivity("out", measures=["dollars"])
    pd.testing.assert_frame_equal(again.indices, found.indices)
    pd.testing.assert_frame_equal(again.screening, found.screening)


def has_text(artist):
    return hasattr(artist, "get_text")


def test_one_method_is_one_study(workplace):
    first = entente.sensitivity("small", method="morris", replicates=2, points=4, output="one", **WAGE, **ANCHORING)
    assert (first.second, first.indices.empty, len(first.screening)) == (None, True, 2)
    assert first.first.blocks == 4
    assert Study(first.first.study.folder).resume().complete
    second = entente.sensitivity("small", method="sobol", replicates=2, points=4, output="two", **WAGE, **ANCHORING)
    assert (second.first, second.screening.empty, len(second.indices)) == (None, True, 2)
    with pytest.raises(ValueError, match="no elementary effects"):
        second.plot_screening()


def test_where_nothing_matters_nothing_is_shared_out(workplace):
    found = entente.sensitivity("small", measures=["essoufflement"], replicates=2, output="out", **WAGE, **ANCHORING)
    assert found.second is None
    assert set(found.reasons.values()) == {Reason.NOTHING}
    assert (workplace / "out" / "screening_essoufflement.png").exists()
    assert not (workplace / "out" / "saltelli").exists()


def test_other_axes_kept_for_another_outcome_go_beside(workplace):
    words = dict(replicates=2, points=8, output="out", **WAGE, **ANCHORING, leadership=["shared", "broker"])
    entente.sensitivity("small", measures=["hours"], **words)
    found = entente.sensitivity("small", measures=["dollars"], **words)
    assert found.second.study.folder.name == "saltelli-2"
    assert (workplace / "out" / "saltelli").is_dir()
    assert entente.sensitivity("out", measures=["dollars"]).second.study.folder.name == "saltelli-2"


def test_a_folder_is_found_again_or_another_one_taken(workplace):
    given = {"scenario": "small", "replicates": 2, **WAGE}
    first = sensitivity_spec((), given, (), "sobol")
    assert str(first.folder) == "results/small-sensitivity"
    assert first.method is Method.SOBOL
    entente.sensitivity("small", method="sobol", points=4, replicates=2, **WAGE)
    assert str(sensitivity_spec((), given | {"points": 4}, (), "sobol").folder) == "results/small-sensitivity"
    assert str(sensitivity_spec((), given | {"points": 8}, (), "sobol").folder) == "results/small-sensitivity-2"


def test_a_study_file_gives_axes_whoever_decides_them(workplace):
    (workplace / "study.yaml").write_text(
        "scenario: small\ndesign: lhs\nlevers: {leadership.hours: 'interval(2,40)'}\noutcomes: [hours]\n"
        "uncertainties: {staff.turnover: 'interval(0.05,0.9)'}\n", encoding="utf-8")  # fmt: skip
    plan = sensitivity_spec(["study=study.yaml"], {}, (), "both").plan
    assert [one.key for one in plan.axes] == ["leadership.hours", "staff.turnover"]
    assert plan.outcomes == ("hours",)
    assert len(plan.design) == 128 * 4


def test_only_designs_that_tell_effects_apart_are_read(workplace):
    axes = {"leadership.hours": entente.Interval(2, 40)}
    entente.sweep("small", points=4, replicates=2, output="study", **axes)
    with pytest.raises(SettingsError, match="its design is lhs; expected design=morris or design=saltelli"):
        read_folder(workplace / "study")
    with pytest.raises(SettingsError, match="study already holds something"):
        entente.sensitivity("small", output="study", **axes)


def test_axes_are_told_in_the_words_of_the_parameter_table(workplace):
    given = {"scenario": "small", "leadership": ["shared", "broker"], "staff.turnover": entente.Interval(0.05, 0.9)}
    leadership, turnover = map(factor, sensitivity_spec((), given, (), "sobol").plan.axes)
    assert leadership.meaning == ("Leadership", "Leadership")
    assert leadership.values == ("shared, broker", "partagé, de liaison")
    assert turnover.values == ("5% to 90% of posts a year", "de 5\u202f% à 90\u202f% des postes par an")
    assert turnover.meaning[1].startswith("Départs moyens")
