"""Arms kept as arrays: what ended says nothing more, what is counted is, the log goes with its replicates."""

import numpy as np
import pytest

from entente.results.keep import Keep
from entente.results.tables import PointRuns, make_tables
from entente.sim.batch import Chunk, simulate
from entente.sim.model.measures import LOG_ENTRIES, ORGANISATION_SERIES, SERIES, SUMMARIES
from entente.sim.records import LOG_RECORD
from entente.sim.validation.validate import validate
from entente.studies.arms import arm_results

TREE = {"lead": "a", "weeks": 30, "organisations": {"a": {"sector": "health", "hours": 8}, "b": {"count": 2}}}


@pytest.fixture
def settings():
    return validate(TREE)


def chunk(replicates, ends, entries=()):
    """A chunk whose replicates end in given weeks, mobilisation being the week's number."""
    weeks = np.zeros((len(replicates), 10, len(SERIES)))
    names = list(SERIES)
    for r, end in enumerate(ends):
        weeks[r, :, names.index("stage")] = np.arange(1, 11) <= end
        weeks[r, :, names.index("mobilisation")] = np.where(np.arange(1, 11) <= end, np.arange(1, 11), 0)
        weeks[r, :, names.index("trust")] = 0.5
    log = np.array([(week, list(LOG_ENTRIES).index(kind), 0, 0.0) for _, week, kind in entries], dtype=LOG_RECORD)
    logged = np.array([sum(whose == r for whose, *_ in entries) for r in range(len(replicates))])
    summaries = {name: np.zeros(len(replicates)) for name in SUMMARIES}
    summaries["end_reason"] = np.array(["none" if end == 10 else "dormant" for end in ends])
    return Chunk(np.array(replicates), weeks, summaries, None, None, None, None, log, logged)


def results_of(settings, chunks, *series, organisations=()):
    """The results of an arm whose replicates are those of some chunks."""
    keep = Keep(weeks=series, organisations=organisations, log_records=True)
    replicates = np.concatenate([one.replicates for one in chunks])
    return arm_results(settings, keep, replicates, make_tables([PointRuns(0, settings, chunks)], keep))


def test_what_has_ended_counts_for_nothing_or_says_nothing(settings):
    arm = results_of(settings, [chunk([0, 1], [10, 4])], "mobilisation", "trust")
    assert list(arm.mean("mobilisation", 1, 10)) == [5.5, 1.0]
    assert list(arm.mean("trust", 1, 10)) == [0.5, 0.5]
    late = arm.mean("trust", 5, 10)
    assert late[0] == 0.5
    assert np.isnan(late[1])
    assert list(arm.ended_early()) == [0.0, 1.0]
    assert arm.mean("mobilisation", 3, 3)[0] == 3.0  # weeks are counted from 1


def test_the_log_goes_with_its_replicates_over_chunks(settings):
    first = chunk([0, 1], [10, 10], [(0, 2, "joined"), (1, 3, "left"), (1, 4, "joined")])
    second = chunk([2], [10], [(0, 5, "joined")])
    arm = results_of(settings, [first, second], "trust")
    assert arm.replicates == 3
    assert list(arm.count("joined")) == [1, 1, 1]
    assert list(arm.count("left")) == [0, 1, 0]
    whose, entries = arm.entries_of("joined")
    assert list(whose) == [0, 1, 2]
    assert list(entries["week"]) == [2, 4, 5]


def test_organisations_of_a_real_run(settings):
    chunks = list(simulate(settings, 3, 5, by_organisation=True))
    arm = results_of(settings, chunks, "mobilisation", organisations=("hours_spent", "standing"))
    k = list(ORGANISATION_SERIES).index("hours_spent")
    whole = np.concatenate([one.organisations[..., k] for one in chunks])
    assert arm.organisation_means("hours_spent", 11, 20) == pytest.approx(whole[:, 10:20].mean(axis=1))
    assert arm.names == ["a", "b_1", "b_2"]
    assert [one.sector for one in arm.traits()] == ["health", "", ""]
    assert list(arm.capacity()) == [8.0, 5.0, 5.0]
