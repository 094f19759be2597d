"""Every series of a week is what its formula says, worked out again from the state with NumPy."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from crafted import eventful, rows, whole

from entente.sim import simulate
from entente.sim.model.measures import CASE_TALLY, CONDITIONS, ORGANISATION_SERIES, SERIES
from entente.sim.partnership import Partnership
from entente.sim.records import ACTIVE, MEMBER

MEANS = ("motivation", "belonging", "information", "fatigue", "recognition", "voice")
USES = ("paperwork", "leading", "meetings", "work", "cases")


# Declares one more series of each kind, as somebody would who forgets to write it, and prints what is found missing.
FORGOTTEN = """
from dataclasses import replace
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
for declared in (SERIES, ORGANISATION_SERIES):
    declared["forgotten"] = replace(SERIES["trust"])
from test_measures import never_written, some_weeks
print(*never_written(some_weeks()), sep="\\n")
"""
REMEDY = "Write what is declared, in the rules of {where}, or take its declaration out of sim/model/measures.py."


def some_weeks():
    """Return runs to which everything happens."""
    return next(simulate(eventful(), 4, seed=2, by_organisation=True))


def never_written(chunk):
    """Yield the declarations that no rule writes: they have no value in any run and week, or are never counted."""
    conditions = np.moveaxis(chunk.conditions, -2, -1)
    tables = (
        ("SERIES", SERIES, chunk.weeks, "sim/rules/observation.py"),
        ("ORGANISATION_SERIES", ORGANISATION_SERIES, chunk.organisations, "sim/rules/observation.py"),
        ("CONDITIONS", CONDITIONS, conditions, "sim/rules/diagnosis.py"),
        ("CASE_TALLY", CASE_TALLY, np.where(chunk.cases == 0, np.nan, chunk.cases), "sim/rules/cases.py"),
    )
    for table, declared, values, where in tables:
        missing = np.isnan(values).reshape(-1, len(declared)).all(axis=0)
        names = [name for name, never in zip(declared, missing, strict=True) if never]
        if names:
            yield f"{table}: {', '.join(names)}. {REMEDY.format(where=where)}"


def test_what_is_declared_is_written_by_a_rule():
    unwritten = [*never_written(some_weeks())]
    assert not unwritten, "declared, and written by no rule:\n" + "\n".join(unwritten)


def test_what_is_declared_and_written_by_no_rule_is_named_with_what_to_do():
    here = Path(__file__).parent
    paths = os.pathsep.join(map(str, (here.parents[1], here)))
    done = subprocess.run(
        [sys.executable, "-c", FORGOTTEN], env=os.environ | {"PYTHONPATH": paths, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    remedy = REMEDY.format(where="sim/rules/observation.py")
    assert done.stdout.splitlines() == [
        f"SERIES: forgotten. {remedy}", f"ORGANISATION_SERIES: forgotten. {remedy}",
    ], done.stderr  # fmt: skip


def test_a_condition_and_a_count_that_no_rule_writes_are_named_too():
    """Rules write these by their places, of which there are as many as are declared."""
    weeks = some_weeks()
    weeks.conditions[:, :, list(CONDITIONS).index("negotiation")] = np.nan
    weeks.cases[..., list(CASE_TALLY).index("waited")] = 0
    found = [line.partition(".")[0] for line in never_written(weeks)]
    assert found == ["CONDITIONS: negotiation", "CASE_TALLY: waited"]


def formulas(model):
    """Compute the series that follow from the state at the end of a week, after the formulas of the contract."""
    state, one = model.state, rows(model)
    partner = np.isin(one.standing, (MEMBER, ACTIVE))
    among = np.ix_(partner, partner)
    pairs = ~np.eye(partner.sum(), dtype=bool)
    formal = model.settings.governance.formalisation
    personal, institutional = model.pairs("personal")[among][pairs], model.pairs("institutional")[among][pairs]
    trust = (1 - formal) * personal + formal * institutional
    known = model.pairs("acquaintance")[among][pairs] >= 0.5
    capacity = (one.delegates * one.hours)[partner]
    posts = state.post.filled[partner] == 1
    done = one.contributed[partner]
    hours = {use: one[f"spent_{use}"].sum() for use in USES}
    return {
        "mobilisation": np.average(one.mobilisation[partner], weights=capacity),
        "active_share": np.mean(one.standing[partner] == ACTIVE),
        "breadth": np.mean(done * capacity.sum() >= capacity * done.sum() / 2) if done.sum() else 0,
        "partners": partner.sum(),
        "trust": trust.mean(),
        "trust_personal": personal.mean(),
        "trust_institutional": institutional.mean(),
        "density": known.mean(),
        "trust_ties": trust[known].mean() if known.any() else 0,
        "staffing": posts.sum() / one.delegates[partner].sum(),
        "tenure": (model.week - state.post.arrived[partner][posts]).mean() if posts.any() else 0,
        "legitimacy": one.lead_trust[partner].mean(),
        "hours_partners": sum(hours.values()),
        "hours_leading": hours["leading"],
        **{name: one[name][partner].mean() for name in MEANS},
    }


@pytest.fixture(scope="module")
def weeks():
    """Weeks of an eventful partnership: its series beside what the formulas give."""
    found = []
    for replicate in range(4):
        model = Partnership(eventful(), seed=2, replicate=replicate)
        for _ in range(model.settings.weeks):
            model.step()
            if model.ended:
                break
            found.append(({name: model.series(name) for name in SERIES}, formulas(model)))
    return found


@pytest.mark.parametrize("name", ["mobilisation", "active_share", "breadth", "partners", "trust", "trust_personal",
                                  "trust_institutional", "density", "trust_ties", "staffing", "tenure", "legitimacy",
                                  "hours_partners", "hours_leading", *MEANS])  # fmt: skip
def test_series_are_what_their_formulas_say(weeks, name):
    assert [series[name] for series, _ in weeks] == pytest.approx([formula[name] for _, formula in weeks])


def test_cohesion_is_half_common_framing_and_half_common_language():
    model = Partnership(eventful(), seed=2)
    for _ in range(12):
        model.context()
        model.relation()
        one = rows(model)
        partner = np.isin(one.standing, (MEMBER, ACTIVE))
        framing = one.framing[partner]
        apart = np.abs(framing - framing.mean()).mean()
        language = one.language[partner].mean()
        assert whole(model).cohesion == pytest.approx(0.5 * (1 - min(1, 2 * apart)) + 0.5 * language)


def test_results_count_stages_done_and_the_fraction_of_the_current_one():
    model = Partnership(eventful(), seed=2)
    stages = [stage.work for stage in model.settings.stages.values()]
    before = 0.0
    for _ in range(40):
        model.step()
        stage, progress = int(model.series("stage")) - 1, float(whole(model).progress)
        done = int(whole(model).cycle) * len(stages) + stage
        assert model.series("results") == pytest.approx(done + progress / stages[stage])
        assert model.series("results") > before - len(stages)
        before = model.series("results")


def test_the_weeks_of_organisations_are_read_from_the_state():
    model = Partnership(eventful(), seed=2)
    model.step()
    for name in ORGANISATION_SERIES:
        their = model.organisations()[name]
        expected = sum(rows(model)[f"spent_{use}"] for use in USES) if name == "hours_spent" else rows(model)[name]
        assert their.tolist() == pytest.approx(expected.tolist(), nan_ok=True), name


@pytest.mark.parametrize("measures", [SERIES, ORGANISATION_SERIES])
def test_every_measure_is_told_in_full(measures):
    for measure in measures.values():
        assert measure.unit
        assert measure.formula
        assert measure.meaning("en")
        assert measure.meaning("fr")
