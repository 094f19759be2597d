"""Compose many settings drawn at random, in Python and in the page's JavaScript, and compare them byte for byte.

``python tests/torture/composing.py COUNT SEED`` prints how many it compared, with what differed.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "page"))
from composed import answer, differences, random_cases


def main():
    count, seed = map(int, sys.argv[1:])
    cases = random_cases(count, seed)
    with tempfile.TemporaryDirectory() as folder:
        wrong = list(differences(cases, answer(Path(folder), cases)))
    print(*wrong, f"{len(cases)} composed, {len(wrong)} otherwise", sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
