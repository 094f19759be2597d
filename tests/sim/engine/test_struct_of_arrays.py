"""Records in columns: for Python like others, for compiled code one row of memory for each field."""

import copy
import pickle

import numpy as np
import pytest
from numba import njit, typeof

from entente.sim.engine.struct_of_arrays import STRIDE_FEW, copy_at_once, copy_in_turn, struct_of_arrays

FIELDS = np.dtype([("share", "f8"), ("week", "i8"), ("trust", "f8")])


def some(shape=11, stride=STRIDE_FEW):
    """Return records of which every number is another one."""
    made = struct_of_arrays(FIELDS, shape, stride)
    for k, name in enumerate(FIELDS.names):
        made[name] = 100 * k + np.arange(made.size).reshape(made.shape)
    return made


@njit
def doubled(records):
    for i in range(len(records)):
        one = records[i]
        one.trust += one.share
        one.week *= 2
    return len(records)


@njit
def added(table):
    for i in range(table.shape[0]):
        for k in range(table.shape[1]):
            table[i, k].share += 10.0 * i + k


@njit
def copied(given, taken):
    for i in range(len(given)):
        copy_at_once(given[i], taken[i])


def test_python_reads_and_writes_them_as_records():
    made = some()
    made[3].share = 7.5
    made.week[4] = -1
    assert made[3].share == made["share"][3] == 7.5
    assert made[4].week == -1
    assert made[3].trust == 203
    assert made.share.strides == (8,)


def test_compiled_code_reads_and_writes_the_same_numbers():
    made = some()
    assert doubled(made) == 11
    assert made.trust.tolist() == [200 + 2 * i for i in range(11)]
    assert made.week.tolist() == [2 * (100 + i) for i in range(11)]
    assert made.share.tolist() == list(range(11))


def test_of_two_indices_the_first_runs_along_the_column():
    made = struct_of_arrays(FIELDS, (3, 2), STRIDE_FEW)
    assert made.share.strides == (8, 24)
    added(made)
    assert made.share.tolist() == [[0, 1], [10, 11], [20, 21]]


def copied_in_turn(given, taken):
    for one, other in zip(given, taken, strict=True):
        copy_in_turn(one, other)


@pytest.mark.parametrize("copy_all", [copied, copied_in_turn])
def test_an_ordinary_record_is_copied_whole_and_alone(copy_all):
    given, taken = some().pack(), struct_of_arrays(FIELDS, 11, STRIDE_FEW)
    copy_all(given, taken)
    assert all((taken[name] == given[name]).all() for name in FIELDS.names)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda records: pickle.loads(pickle.dumps(records))])
def test_a_copy_holds_the_same_and_is_one_s_own(again):
    made = some()
    other = again(made)
    assert typeof(other) == typeof(made)
    assert other.tobytes() == made.tobytes() == made.copy().tobytes()
    assert len(made.tobytes()) == 11 * FIELDS.itemsize
    other.share[0] = -1
    assert made.share[0] == 0


def test_only_whole_columns_are_handed_over():
    with pytest.raises(TypeError, match="whole columns"):
        doubled(some()[::2])
