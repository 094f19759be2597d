"""One run is the same bit for bit however it is reached, and two settings on one seed meet the same accidents."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from crafted import eventful, small

from entente.config.configuration import configure
from entente.config.places import scenario_paths
from entente.sim import inputs as inputs
from entente.sim import records
from entente.sim.batch import organisation_names, simulate
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES
from entente.sim.partnership import Partnership
from entente.sim.rules.observation import ORGANISATION_WEEK, WEEK

ROOT = Path(__file__).parents[2]
RECORDS = (
    records.ORGANISATION_RECORD,
    records.POST_RECORD,
    records.CARRIER_RECORD,
    records.PARTNERSHIP_RECORD,
    records.CHANNEL_RECORD,
    records.STAGE_RECORD,
    records.EVENT_RECORD,
    records.LOG_RECORD,
)
RECORDS += (WEEK, ORGANISATION_WEEK, *(inputs.PARAMETERS[section] for section in inputs.PARAMETERS.names))
STAFFING = list(ORGANISATION_SERIES).index("staffing")


def shipped(name, *overrides):
    """Return a shipped scenario under its own settings, or with some of them changed."""
    return configure([f"scenario={name}", *overrides]).settings


CRAFTED = {
    "eventful": eventful(),
    "meets its goals": eventful(cycles=1, partners={"hours": 35}),
    "deserted": eventful(
        mobilisation={"margin": 0, "patience": 2}, partners={"threshold": 1.5}, mechanisms={"recruitment": False}
    ),
    "dormant": eventful(partners={"motivation": 0, "threshold": 2}, motivation={"half_life": 0}),
}


@pytest.fixture(params=[*scenario_paths(), *CRAFTED])
def scenario(request):
    return CRAFTED.get(request.param) or shipped(request.param)


def run(settings, replicates, **more):
    """Return weeks, organisations, cases and summaries of replicates, chunks put together."""
    chunks = list(simulate(settings, replicates, 7, by_organisation=True, **more))
    tables = ("weeks", "organisations", "cases", "conditions", "logged")
    found = tuple(np.concatenate([getattr(chunk, table) for chunk in chunks]) for table in tables)
    log = np.concatenate([chunk.event_log for chunk in chunks])
    logs = np.array([part.tobytes() for part in np.split(log, found[-1].cumsum()[:-1])], dtype=object)
    summaries = {name: np.concatenate([chunk.summaries[name] for chunk in chunks]) for name in chunks[0].summaries}
    assert np.concatenate([chunk.replicates for chunk in chunks]).tolist() == list(
        range(replicates) if isinstance(replicates, int) else replicates
    )
    return *found, logs, summaries


def same(one, other):
    """Tell whether two results are the same bit for bit."""
    arrays = all(a.tobytes() == b.tobytes() for a, b in zip(one[:-2], other[:-2], strict=True))
    mine, theirs = one[-1], other[-1]
    alike = all(np.array_equal(mine[k], theirs[k], equal_nan=mine[k].dtype.kind == "f") for k in mine)
    return arrays and alike and one[-2].tolist() == other[-2].tolist()


def rows_of(result, rows):
    """Return some of the replicates of a result."""
    return (*(values[rows] for values in result[:-1]), {name: values[rows] for name, values in result[-1].items()})


def test_a_run_is_the_same_alone_in_a_batch_and_in_any_subset(scenario):
    short = replace(scenario, weeks=40)
    batch = run(short, 30)
    for rows in ([17], [29, 3, 26, 3], [0]):
        assert same(run(short, rows), rows_of(batch, rows))


def test_crafted_runs_end_as_their_names_say():
    ends = {name: run(settings, 3)[-1]["end_reason"].tolist() for name, settings in CRAFTED.items()}
    assert ends["eventful"] == ["none"] * 3
    assert ends["meets its goals"] == ["goals_met"] * 3
    assert ends["deserted"] == ["deserted"] * 3
    assert ends["dormant"] == ["dormant"] * 3


def test_threads_change_nothing(scenario):
    short = replace(scenario, weeks=20)
    assert same(run(short, 55, threads=1), run(short, 55, threads=2))


def test_stepping_a_mesa_model_is_the_run_of_the_batch(scenario):
    weeks, own, cases, conditions, logged, logs, summaries = run(scenario, [2])
    model = Partnership(scenario, seed=7, replicate=2)
    for t in range(scenario.weeks):
        model.step()
        assert [model.series(name) for name in SERIES] == weeks[0, t].tolist(), f"week {t + 1}"
        rows = [[float(row[name]) for name in ORGANISATION_SERIES] for row in model.organisations()]
        assert np.array_equal(rows, own[0, t], equal_nan=True)
        assert np.array_equal(model.state.answers, conditions[0, t])
    assert np.array_equal(model.state.tally, cases[0])
    assert model.state.log[: logged[0]].tobytes() == logs[0]
    assert model.end_reason == summaries["end_reason"][0]
    assert (model.end[0] or None) == (None if np.isnan(summaries["end_week"][0]) else summaries["end_week"][0])


EVENTFUL = """
import sys
import numpy as np
from crafted import eventful
from entente.sim import records
from entente.sim.batch import simulate

weeks = []
for chunk in simulate(eventful(), 3, 5, threads=1, by_organisation=True):
    own = np.nan_to_num(chunk.organisations, nan=-1)  # no answer of who is no partner
    log = [chunk.event_log[name].astype(float) for name in chunk.event_log.dtype.names]
    weeks += [chunk.weeks.ravel(), own.ravel(), chunk.cases.ravel(), chunk.conditions.ravel(), *log]
np.save(sys.argv[1], np.concatenate(weeks))
"""


def elsewhere(path, **environment):
    """Return every number of a few eventful runs as another process finds them."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME") if name in os.environ
    }
    paths = os.pathsep.join((str(ROOT), str(Path(__file__).parent)))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", EVENTFUL, str(path)],
        env=kept | {"PYTHONPATH": paths} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return np.load(path)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return elsewhere(tmp_path_factory.mktemp("here") / "here.npy")


def test_interpreted_rules_give_the_bits_of_the_compiled_ones(here, tmp_path):
    assert elsewhere(tmp_path / "there.npy", NUMBA_DISABLE_JIT="1").tobytes() == here.tobytes()


@pytest.mark.parametrize("dtype", RECORDS, ids=lambda dtype: dtype.names[0])
def test_no_field_is_hidden_by_an_attribute_of_numpy(dtype):
    """Interpreted rules would read NumPy's own ``size`` or ``data`` of a record instead of the field of that name."""
    assert not [name for name in dtype.names if hasattr(np.record, name)]


def staffing(settings, replicates=3, seed=1):
    """Return the share of posts filled, by replicate, week and organisation."""
    chunk = next(simulate(settings, replicates, seed, by_organisation=True))
    return chunk.organisations[..., STAFFING]


STAY = ("mechanisms.burnout=false", "mechanisms.exit=false", "mechanisms.lapse=false", "weeks=104")


def accidents(name, *overrides):
    """Return staffing, cases arrived and mobilisation of five runs, with the weeks before the end of each run."""
    chunk = next(simulate(shipped(name, *overrides, *STAY), 5, 7, by_organisation=True))
    series = dict(zip(SERIES, np.moveaxis(chunk.weeks, -1, 0), strict=True))
    lasted = (series["stage"] > 0).sum(axis=1)
    return chunk.organisations[..., STAFFING], series["cases_arrived"], series["mobilisation"], lasted


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("lethbridge", ["leadership=shared", "leadership=directive", "leadership=absent"]),
        ("aire_ouverte", ["communication=newsletter", "communication=saturated"]),
        ("territorial_process", ["governance=light", "governance=heavy"]),
    ],
)
def test_whatever_is_chosen_meets_the_same_departures_and_cases(name, choices):
    """Fatigue sends nobody away, nobody quits or lapses: what differs between the choices cannot touch who leaves."""
    first, *others = [accidents(name, choice) for choice in choices]
    for other in others:
        shared = np.minimum(first[3], other[3])
        assert shared.min() > 26
        for run, weeks in enumerate(shared):
            for k in range(2):
                assert np.array_equal(first[k][run, :weeks], other[k][run, :weeks])
        assert not np.array_equal(first[2], other[2])


def test_order_and_number_of_organisations_leave_each_one_s_departures_and_traits():
    base = shipped("territorial_process", *STAY)
    names = list(base.organisations)
    others = {
        "turned round": dict(reversed(base.organisations.items())),
        "one more": {"newcomer": base.organisations[names[-1]]} | base.organisations,
        "one less": {name: one for name, one in base.organisations.items() if name != names[5]},
    }
    before = dict(zip(organisation_names(base), np.moveaxis(staffing(base), -1, 0), strict=True))
    for what, organisations in others.items():
        settings = replace(base, organisations=organisations)
        after = dict(zip(organisation_names(settings), np.moveaxis(staffing(settings), -1, 0), strict=True))
        for name in before.keys() & after.keys():
            assert np.array_equal(before[name], after[name]), f"{what}: {name}"
        assert traits(base).items() >= {k: v for k, v in traits(settings).items() if k != "newcomer"}.items()


def traits(settings):
    """Return what each organisation of one replicate was drawn with, by name."""
    drawn = ("reliability", "openness", "threshold", "home", "first_motivation", "turnover_class")
    state = Partnership(settings, seed=3).state.organisation
    return {name: tuple(state[trait][row] for trait in drawn) for row, name in enumerate(organisation_names(settings))}


def test_replicates_and_seeds_differ():
    weeks = next(simulate(shipped("neighbourhood_table"), 6, 1)).weeks[..., 0]
    other = next(simulate(shipped("neighbourhood_table"), 6, 2)).weeks[..., 0]
    assert len({run.tobytes() for run in (*weeks, *other)}) == 12


def test_a_change_of_settings_changes_nothing_before_its_week():
    base = {"weeks": 30, "communication": {"channels": {"table": {"period": 2}}}}
    change = {"changes": {"late": {"week": 16, "set": {"leadership.hours": 0.0, "mechanisms.turnover": False}}}}
    one, other = (next(simulate(small(6, **tree), 4, 1)).weeks for tree in (base, base | change))
    assert np.array_equal(one[:, :15], other[:, :15])
    assert not np.array_equal(one[:, 15:], other[:, 15:])
