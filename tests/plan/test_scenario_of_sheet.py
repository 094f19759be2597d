"""What a list becomes: the hours that it says are those that the model frees; turnover follows time in post."""

import numpy as np
import pytest
from plan.sheets import csv_text

import entente
from entente.commands.plan.reading import assumed_lines
from entente.commands.plan.scenario import SHAPE, logit, reserve_for, turnover_given_tenure


def test_hours_of_the_list_are_those_that_the_model_frees(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(csv_text(), encoding="utf-8")
    found = entente.plan(path, search=False)
    freed = {one.name: one.hours / 12 for one in found.account.partners}
    assert freed["clsc_du_moulin"] == pytest.approx(8.5, rel=0.02)
    assert freed["maison_des_jeunes"] == pytest.approx(6.0, rel=0.02)


def test_hours_out_of_reach_of_the_model_are_said(tmp_path):
    head, rows = ["Organisme", "Type", "Heures"], [["A", "CLSC", "0,5"], ["B", "CLSC", "400"], ["C", "CLSC", "8"]]
    path = tmp_path / "list.csv"
    path.write_text(csv_text(head=head, rows=rows), encoding="utf-8")
    found = entente.plan(path, search=False)
    assert any(str(note).startswith("A: 0.5 h a month") for note in found.draft.notes)
    assert found.settings.organisations["b"].delegates > 1


def test_turnover_given_time_in_post_is_the_posterior_mean_of_a_gamma():
    rng = np.random.default_rng(1)
    mean, years = 0.18, 3.0
    rates = rng.gamma(SHAPE, mean / SHAPE, 2_000_000)
    weights = rates * np.exp(-rates * years)  # likelihood of a post held for that long, seen at any moment
    by_sampling = np.average(rates, weights=weights)
    # The post is seen at any moment: its elapsed time has the density r exp(-r t).
    assert turnover_given_tenure(mean, years) == pytest.approx(by_sampling, rel=0.01)
    tenures = rng.exponential(1 / rates[:200_000])
    assert np.mean([turnover_given_tenure(mean, one) for one in tenures[:50_000]]) == pytest.approx(mean, rel=0.05)


def test_the_reserve_moves_attendance_as_a_logistic_over_a_spread_does():
    usual = entente.settings("twenty_partners")
    spread = np.hypot(usual.partners.assiduity, usual.partners.agenda)
    draws = np.random.default_rng(2).normal(0, spread, 200_000)

    def attendance(attraction):
        return float(np.mean(1 / (1 + np.exp(-usual.communication.readiness * (attraction + draws)))))

    low = usual.communication.reserve
    attraction = next(one for one in np.linspace(-2, 2, 4001) if attendance(one) >= 0.6)
    moved = attendance(attraction + low - reserve_for(0.75))
    assert moved == pytest.approx(0.75, abs=0.02)
    assert logit(0.5) == 0


def test_lead_territories_and_ties_of_a_list(tmp_path):
    head = ["Organisation", "Kind", "Territory", "Who it serves", "Works with"]
    rows = [["A", "Clinic", "North", "youth", "B; C"], ["B", "Police", "north", "Youth; seniors", "A"],
            ["C", "Coalition", "all", "", ""], ["D", "City", "North; South", "", ""]]  # fmt: skip
    path = tmp_path / "list.csv"
    path.write_text(csv_text(head=head, rows=rows), encoding="utf-8")
    found = entente.plan(path, "weeks=52", search=False)
    settings = found.settings
    assert settings.lead == "c"
    assert settings.territories == {"North": 1.0}
    assert set(settings.populations) == {"youth", "seniors"}
    assert settings.partners.density == pytest.approx(2 / 6, abs=0.001)
    assert found.sheet.several == ("D",)
    assert settings.weeks == 52
    assert settings.organisations["a"].name.fr == settings.organisations["a"].name.en == "A"
    assert entente.plan(path, lead="a", search=False).settings.lead == "a"


def test_names_are_kept_as_the_list_writes_them(tmp_path):
    head = ["Organisme", "Type", "Territoire", "Clientèle"]
    rows = [["A", "CLSC", "Centre-Sud", "personnes aînées; Familles"], ["B", "CLSC", "L'Île", "familles"],
            ["C", "CLSC", "centre-sud", ""], ["D", "CLSC", "St. Jean", ""]]  # fmt: skip
    path = tmp_path / "table_de_l_ile.csv"
    path.write_text(csv_text(head=head, rows=rows), encoding="utf-8")
    found = entente.plan(path, search=False)
    assert list(found.settings.territories) == ["Centre-Sud", "L'Île", "St_Jean"]
    assert list(found.settings.populations) == ["personnes_aînées", "Familles"]
    assert found.settings.organisations["b"].populations == ["Familles"]
    assert found.settings.organisations["c"].territory == "Centre-Sud"
    assert found.settings.title.fr == "Table de l ile"
    (cases,) = [one for one in entente.plan("vieux_moulin", search=False).obstacles("fr") if one.kind == "cases"]
    assert "Nord – personnes aînées" in cases.text
    assert "casework" not in cases.advice
    assert "casework.hours=" in cases.advice_to_type
    words = "\n".join(assumed_lines(found, "fr"))
    assert "Part des cas par territoire\N{NO-BREAK SPACE}: 33" in words
    assert "territories=" not in words
