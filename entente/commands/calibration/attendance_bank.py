"""The bank of attendance that comes with the model: twenty partners, four lives in each of the plausible settings."""

from functools import cache

import pandas as pd

from entente.analysis.attendance.bank import AttendanceBank, load_bank
from entente.config.places import data_folder
from entente.studies.plausible import SHIPPED, read_sample

BANK = data_folder("conf") / "attendance_bank.npz"
BANK_CHANNEL = "table"  # whose meetings it holds
BANK_WORDS = ("scenario=twenty_partners", "plausible=200", "replicates=800", "weeks=364", "attendance=true")


@cache
def shipped_bank() -> AttendanceBank:
    """Return the bank."""
    return load_bank(BANK)


def shipped_settings() -> pd.DataFrame:
    """Return the plausible settings that its worlds are, a row each."""
    return pd.DataFrame([dict(world) for world in read_sample(SHIPPED).worlds])
