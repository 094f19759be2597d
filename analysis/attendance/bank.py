"""Registers of simulated runs over the plausible settings, kept so that a real register can be compared with them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entente.sim.records import TURNOUTS
from entente.sim.turnout import make_fingerprint

NO_PARTNER = -1  # in a register: the organisation was no partner at that meeting
MeetingRegister = NDArray[np.int8]  # of shape (..., organisations, meetings): 1 came, 0 missed, NO_PARTNER


@dataclass(frozen=True)
class AttendanceBank:
    """Registers of runs.

    Attributes:
        registers: of shape (runs, organisations, meetings).
        worlds: of each run, the rank of its plausible setting.
        stamp: what the bank was made with.
    """

    registers: MeetingRegister
    worlds: NDArray[np.int64]
    stamp: str

    def save(self, path: Path) -> None:
        """Write the bank: two bits for each organisation and meeting, compressed."""
        packed = np.packbits(np.stack([self.registers == 1, self.registers == NO_PARTNER]))
        np.savez_compressed(path, packed=packed, shape=self.registers.shape, worlds=self.worlds, stamp=self.stamp)


def load_bank(path: Path) -> AttendanceBank:
    """Read a bank that was saved.

    Raises:
        OSError: when it cannot be read.
    """
    with np.load(path, allow_pickle=False) as kept:
        shape = tuple(kept["shape"])
        size = 2 * int(np.prod(shape))
        came, gone = np.unpackbits(kept["packed"], count=size).reshape(2, *shape).astype(bool)
        registers = np.where(gone, NO_PARTNER, came).astype(np.int8)
        return AttendanceBank(registers, kept["worlds"].astype(np.int64), str(kept["stamp"]))


def registers_of_records(records: pd.DataFrame) -> MeetingRegister:
    """Return records (``records``) as registers of shape (runs, organisations, meetings)."""
    places = [pd.factorize(records[name], sort=True) for name in ("run", "organisation", "meeting")]
    found = np.full([len(names) for _, names in places], NO_PARTNER, np.int8)
    found[tuple(codes for codes, _ in places)] = records["present"].to_numpy()
    return found


def measure_registers(registers: MeetingRegister) -> pd.DataFrame:
    """Return the fingerprint of each register (``sim.turnout.Fingerprint``), a row each."""
    came, expected = registers == 1, registers >= 0
    pairs = expected[..., 1:] & expected[..., :-1]
    after_presence, after_absence = pairs & came[..., :-1], pairs & ~came[..., :-1]
    counts = {
        "expected": expected.sum(-1),
        "present": came.sum(-1),
        "after_presence": after_presence.sum(-1),
        "came_again": (after_presence & came[..., 1:]).sum(-1),
        "after_absence": after_absence.sum(-1),
        "came_back": (after_absence & came[..., 1:]).sum(-1),
    }
    turnouts = np.stack([counts[name] for name in TURNOUTS], axis=-1).astype(float)
    return pd.DataFrame(make_fingerprint(turnouts[:, None])._asdict())
