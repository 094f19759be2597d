"""Make the bank of attendance that ``entente calibrate`` compares registers with.

``python -m entente.bank_build results/attendance``, after ``entente run scenario=twenty_partners plausible=200
replicates=800 weeks=364 attendance=true output=results/attendance``, which goes on where it was stopped.
"""

import sys
from pathlib import Path

from entente.analysis.attendance.bank import AttendanceBank, registers_of_records
from entente.analysis.attendance.records import records_of_runs
from entente.commands.calibration.attendance_bank import BANK, BANK_CHANNEL
from entente.commands.run.run import RunResults, load_run
from entente.results.versions import model_hash
from entente.studies.plausible import WORLD


def bank_of_runs(result: RunResults) -> AttendanceBank:
    """Return the bank of runs that kept who came."""
    assert result.attendance is not None
    registers = registers_of_records(records_of_runs(result.attendance, BANK_CHANNEL))
    worlds = result.runs.sort_values("replicate")[WORLD].to_numpy()
    return AttendanceBank(registers, worlds, model_hash())


def main(words: list[str]) -> int:
    """Write the bank of the runs in a folder and return the exit code."""
    if len(words) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    bank = bank_of_runs(load_run(Path(words[0])))
    bank.save(BANK)
    print(f"{BANK}: {bank.registers.shape}, {BANK.stat().st_size:,} bytes, {bank.stamp}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
