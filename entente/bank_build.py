"""Make the bank of attendance that ``entente calibrate`` compares registers with.

``python -m entente.bank_build results/attendance``, after ``entente run scenario=twenty_partners plausible=200
replicates=800 weeks=364 attendance=true output=results/attendance``, which goes on where it was stopped.
"""

import sys
from pathlib import Path

from entente.commands.calibration.attendance_bank import BANK, BANK_CHANNEL, bank_of_runs
from entente.commands.run.run import load_run


def main(words: list[str]) -> int:
    """Write the bank of the runs in a folder and return the exit code."""
    if len(words) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    bank = bank_of_runs(load_run(Path(words[0])), BANK_CHANNEL)
    bank.save(BANK)
    print(f"{BANK}: {bank.registers.shape}, {BANK.stat().st_size:,} bytes, {bank.stamp}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
