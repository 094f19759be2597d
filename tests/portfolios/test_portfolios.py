"""Portfolios: settings as their words give them, futures in their ranges, roles, plans by name, and the command."""

import signal
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml

import entente
from entente.analysis.portfolios.choosing import (
    MOST_PLANS,
    Assessed,
    choose_roles,
    distinct_roles,
    find_alternatives,
    is_clearly_better,
    nondominated_ranks,
    shown_roles,
    worthy_ranks,
)
from entente.analysis.portfolios.futures import FACTORS, draw_futures, values_of_future
from entente.analysis.portfolios.plans import what_breaks
from entente.analysis.portfolios.portfolio import Portfolio, envelope_excess, portfolio_costs
from entente.commands.portfolios.search import AS_IS
from entente.commands.portfolios.situation import Situation
from entente.commands.portfolios.spec import read_named_plans
from entente.config.configuration import configure
from entente.sim.model.situation import OrganisationSettings, Settings
from entente.sim.validation.validate import SettingsError
from entente.studies.points import settings_at


@pytest.mark.parametrize("options", [(), (("leadership", "initial_then_shared"), ("communication", "remote"))])
@pytest.mark.parametrize("levers", [(), ("mediation", "pairing", "steering_committee")])
def test_settings_are_those_that_the_words_give(situation, options, levers):
    portfolio = Portfolio(options, levers)
    words = [*situation.words, *situation.words_of(portfolio)]
    assert situation.settings_of(portfolio) == configure(words).settings


def test_a_change_that_comes_with_an_option_goes_with_it():
    words = ("scenario=twenty_partners", "leadership=initial_then_shared")
    started = Situation(words, configure(list(words)))
    assert started.settings.changes
    assert not started.settings_of(Portfolio((("leadership", "shared"),))).changes


def test_futures_are_in_their_ranges_and_events_as_frequent_as_stated():
    drawn = draw_futures(3, 2000, 156, 200)
    for name, factor in FACTORS.items():
        values = drawn[name].to_numpy()
        if factor.event is None:
            assert factor.low <= values.min() < values.max() <= factor.high
            assert np.exp(np.log(values).mean()) == pytest.approx(np.sqrt(factor.low * factor.high), rel=0.01)
        else:
            assert np.isfinite(values).mean() == pytest.approx(factor.chance, abs=0.001)  # a Latin hypercube
            assert 13 <= np.nanmin(values) < np.nanmax(values) <= 156 - 26
    assert drawn["world"].value_counts().eq(10).all()


def test_a_future_scales_what_is_stated_and_the_default_of_the_others():
    settings = Settings(organisations={"a": OrganisationSettings(turnover=0.6, hours=20), "b": OrganisationSettings()},
                        lead="a")  # fmt: skip
    future = dict.fromkeys(FACTORS, np.nan) | {"turnover": 2.0, "hours": 0.5, "deciding": 1.0, "conjuncture": 2.0}
    future |= {"grant_ends": 50.0, "grant_ends_size": 0.1}
    values = values_of_future(future, settings)
    assert values["organisations.a.turnover"] == 0.9
    assert values["staff.turnover"] == pytest.approx(2 * settings.staff.turnover)
    assert values["organisations.a.hours"] == 10
    assert "organisations.b.hours" not in values
    assert values["events.future_grant_ends"] == {"kind": "funding", "week": 50, "size": 0.1, "lasts": 107}
    assert settings_at(settings, values).events["future_grant_ends"].week == 50


def invented(held, **columns):
    """Return portfolios that hold so much in each future (rows); the first is the status quo."""
    held = np.asarray(held, float)
    names = [AS_IS, *(Portfolio((), tuple("abc"[:changes])) for changes in columns["changes"][1:])]
    usual = {"hours": 1.0, "dollars": 1.0, "load": 1.0}
    table = pd.DataFrame({"held": held.mean(axis=0), **{key: columns.get(key, [one] * held.shape[1])
                          for key, one in usual.items()}, "changes": columns["changes"]})  # fmt: skip
    return Assessed(tuple(names), held, table)


def test_every_change_earns_its_place():
    noise = np.random.default_rng(1).normal(0, 0.1, (40, 1))
    few, many = 0.5 + noise[:, 0], 0.515 + noise[:, 0]
    found = invented(np.column_stack([0.3 + noise[:, 0], many, few]), changes=[0, 3, 1])
    chosen = choose_roles(found)
    assert chosen["most_held"] == found.portfolios[2]  # two more changes are to add 0.02, and add 0.015
    assert chosen["one_change"] == found.portfolios[2]
    found = invented(np.column_stack([0.3 + noise[:, 0], many + 0.02, few]), changes=[0, 3, 1])
    assert choose_roles(found)["most_held"] == found.portfolios[1]
    dearer = invented(found.held, changes=[0, 3, 1], dollars=[1, 2, 1])
    assert choose_roles(dearer)["same_money"] == found.portfolios[2]
    assert "without_main" not in choose_roles(found)  # the other one has that change too
    assert "lighter" not in choose_roles(found)
    none_holds_more = invented(-found.held, changes=[0, 3, 1])
    assert choose_roles(none_holds_more) == {}
    dear = replace(none_holds_more, base_fits=False)  # what is over the envelope is no measure
    assert choose_roles(dear)["most_held"] == found.portfolios[2]


def test_a_lighter_plan_may_hold_as_much_as_it_is_and_no_less():
    held = np.full((40, 3), 0.5) - [0, 0.004, 0.006]
    found = invented(held, changes=[0, 1, 2], load=[1.0, 0.8, 0.8])
    assert worthy_ranks("lighter", found) == [1]
    assert worthy_ranks("most_held", found) == []


def test_what_cannot_be_told_apart_is_named_beside_it():
    rng = np.random.default_rng(3)
    shared = 0.5 + rng.normal(0, 0.1, (200, 1))
    own = rng.normal(0, 0.03, (200, 4))
    held = shared + own - own.mean(axis=0) + [-0.2, 0.0, -0.003, -0.05]
    names = (AS_IS, *(Portfolio((), (one,)) for one in "abc"))
    changes = [one.changes for one in names]
    table = pd.DataFrame({"held": held.mean(axis=0), "hours": 1.0, "dollars": 1.0, "load": 1.0, "changes": changes})
    found = Assessed(names, held, table)
    chosen = choose_roles(found)
    alike = find_alternatives(chosen, found)
    assert [(one.instead_of, one.portfolio) for one in alike if one.instead_of == names[1]] == [(names[1], names[2])]
    assert alike[0].difference.effect == pytest.approx(-0.003)
    assert is_clearly_better(found.score_difference(1, 3))


def test_there_are_at_most_five_plans():
    chosen = {role: Portfolio((), (role,)) for role in ("most_held", "one_change", "same_money", "without_main",
                                                        "same_hours")}  # fmt: skip
    shown = shown_roles(chosen | {"lighter": chosen["one_change"]})
    assert list(shown) == ["most_held", "one_change", "same_money", "without_main", "lighter"]
    assert len(distinct_roles({"as_is": AS_IS, **shown})) == MOST_PLANS


def test_neighbours_are_all_that_differ_by_one_change():
    one = Portfolio((("leadership", "broker"),), ("a", "b"))
    found = one.neighbours([("leadership", "shared"), ("governance", "light"), "c"])
    wanted = {Portfolio((("leadership", "shared"),), ("a", "b")), Portfolio(one.options, ("a", "b", "c")),
              Portfolio(one.options, ("a", "c")), Portfolio((), ("b", "a")[::-1]), Portfolio((), ("a", "b", "c")),
              Portfolio((("leadership", "broker"), ("governance", "light")), ("b",))}  # fmt: skip
    assert wanted <= set(found)
    assert one not in found
    assert all(len(set(one.each_change) ^ set(other.each_change)) <= 3 for other in found)


def test_nondominated_portfolios_are_those_of_the_definition():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.integers(0, 4, (60, 4)), columns=["held", "hours", "dollars", "load"])
    rows = table.to_numpy() * [-1, 1, 1, 1]
    wanted = [k for k, one in enumerate(rows)
              if not any(all(other <= one) and any(other < one) for other in rows)]  # fmt: skip
    assert list(nondominated_ranks(table)) == wanted


def test_costs_are_known_before_anything_is_run(situation):
    base = situation.costs_of(AS_IS)
    liaison = situation.costs_of(Portfolio((), ("partnership_liaison",)))
    wage = situation.settings.costs.wage
    assert len(base.dollars) == 3
    assert liaison.dollars[1] > base.dollars[1] + 52 * 14 * wage * 0.9  # the post at full cost
    quarterly = portfolio_costs(situation.settings_of(Portfolio((("communication", "quarterly_table"),))))
    assert quarterly.load < base.load
    assert envelope_excess(base, (base.dollars[0],)) == 0
    assert envelope_excess(base, (base.dollars[0], base.dollars[1] - 100)) == pytest.approx(200)


def test_what_breaks_a_plan_is_what_was_planted():
    futures = draw_futures(1, 200, 156, 0)
    leaves = np.isfinite(futures["lead_leaves"])
    met = pd.Series(np.where(leaves, 0.0, np.arange(200) % 10 > 0), index=futures["future"])
    found = what_breaks(met, futures)
    assert (found.factor, found.side, found.inside) == ("lead_leaves", "happens", 0.0)
    assert what_breaks(pd.Series(np.arange(200) % 2.0, index=futures["future"]), futures.sample(frac=1, random_state=1)
                       .assign(future=np.arange(200))) is None  # fmt: skip


def test_named_plans_are_those_of_the_file_and_of_the_search(place, monkeypatch):
    monkeypatch.chdir(place)
    levers = ["mediation", "pairing", "complementarity"]
    found = entente.portfolios("tiny.yaml", quick=True, levers=levers, replicates=12, threads=1)
    (place / "plans.yaml").write_text(found.plans_text(), encoding="utf-8")
    again = entente.portfolios("tiny.yaml", options="plans.yaml", replicates=12, threads=1)
    columns = ["plan", "changes", "holds", "held", "gain", "hours", "dollars", "load"]
    pd.testing.assert_frame_equal(found.table[columns], again.table[columns])
    assert found.plans[0].portfolio == AS_IS
    assert yaml.safe_load(found.plans_text()).keys() == {one.name for one in found.plans[1:]}


def test_everything_wrong_is_said_at_once(entente, place):
    (place / "plans.yaml").write_text("One: {leadership: sharde}\nTwo: {lever: [mediatoin]}\nThree: 4\n", "utf-8")
    done = entente("portfolios", "scenario=tiny.yaml", "leadership=shared,brokr", "--levers", "pairng", "--goal",
                   "fnal>1", "--envelope=-1", cwd=place)  # fmt: skip
    assert done.returncode == 2
    assert all(one in done.stderr for one in ("broker", "pairing", "final", "envelope"))
    done = entente("portfolios", "scenario=tiny.yaml", "--options", "plans.yaml", cwd=place)
    assert done.returncode == 2
    assert all(one in done.stderr for one in ("plans.yaml:1", "shared", "plans.yaml:2", "mediation", "plans.yaml:3"))
    assert entente("portfolios", "scenario=tiny.yaml", "--envelope", "dear", cwd=place).returncode == 2


def test_an_option_of_a_plan_is_one_name(small, place):
    text = "A: {leadership: [shared, broker]}\nB: {governance: {x: 1}}\nC:\n  leadership: 3\n"
    (place / "plans.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_named_plans(place / "plans.yaml", small)
    assert [(one.path, one.origin.line) for one in refused.value.violations] == [
        ("A.leadership", 1), ("B.governance", 2), ("C.leadership", 3)]  # fmt: skip


def test_killed_and_given_again_it_finds_the_same_plans(entente, start, place):
    words = ("portfolios", "scenario=tiny.yaml", "--quick", "--levers", "mediation,pairing,complementarity",
             "leadership=shared,broker", "communication=quarterly_table", "replicates=8", "threads=1")  # fmt: skip
    whole = entente(*words, "output=whole", cwd=place)
    assert whole.returncode == 0, whole.stderr
    process = start(*words, "output=cut", cwd=place)
    while not (place / "cut" / ".rounds" / "4-fresh-00").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (place / "cut" / "plans.csv").exists()
    again = entente(*words, "output=cut", cwd=place)
    assert again.returncode == 0, again.stderr
    for name in ("plans.csv", "futures.csv", "tried.csv", "plans.yaml"):
        assert (place / "whole" / name).read_bytes() == (place / "cut" / name).read_bytes()
    assert "1: " not in again.stdout  # rounds that were there are not run again
    french = entente(*words, "output=cut", "--lang", "fr", cwd=place)
    assert french.returncode == 0
    assert "pas pour prédire" in french.stdout


def test_it_is_the_same_in_dask(place, monkeypatch):
    monkeypatch.chdir(place)
    (place / "plans.yaml").write_text("One: {leadership: broker, lever: [mediation]}\n", encoding="utf-8")
    here, there = (entente.portfolios("tiny.yaml", options="plans.yaml", replicates=8, threads=1, engine=engine)
                   for engine in ("threads", "dask"))  # fmt: skip
    pd.testing.assert_frame_equal(here.runs, there.runs)


def test_hours_and_dollars_of_the_table_are_those_of_the_runs(place, monkeypatch):
    monkeypatch.chdir(place)
    (place / "plans.yaml").write_text("One: {lever: [mediation]}\n", encoding="utf-8")
    found = entente.portfolios("tiny.yaml", options="plans.yaml", replicates=8, threads=1, plausible=None)
    runs = found.runs[found.runs["plan"] == "One"]
    row = found.table.iloc[1]
    assert row["hours"] == pytest.approx(runs["hours_partners"].mean() / 12 * 52)
    assert row["hours_month"] == pytest.approx(row["hours"] / 12 / 5)
    assert row["holds"] == pytest.approx(((runs["final"] >= 0.4) & ~runs["essoufflement"].astype(bool)).mean())
