"""The worked study: its commands are ones that would run, its Python gives the difference of differences."""

import re
import shlex

import numpy as np
import pandas as pd
import pytest
from pages import ROOT, fenced

from entente.commands.comparison.spec import comparison_spec
from entente.parser import parse_command_line
from entente.studies.goals import goals_of
from entente.studies.plan import plan_study

PAGE = ROOT / "docs" / "worked-study.md"
LINES = PAGE.read_text(encoding="utf-8").splitlines()
COMMANDS = [shlex.split(line)[2:] for line in LINES if line.startswith("$ entente")]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_commands_would_run(words):
    asked = parse_command_line(words, "en")
    if asked.command == "compare":
        assert len(comparison_spec(asked.overrides).combinations) == 4
        return
    plan = plan_study(asked.overrides, uncertain=asked.uncertain, outcomes=asked.measure)
    assert plan.runs in {5120, 10240}
    assert len(goals_of(asked.goal)) == 1


def test_python_gives_the_difference_of_differences(python, place):
    rng = np.random.default_rng(1)
    final = {"broker+staff.turnover=0.18": 0.8, "broker+staff.turnover=0.36": 0.73, "shared+staff.turnover=0.18": 0.67,
             "shared+staff.turnover=0.36": 0.58}  # fmt: skip
    noise = rng.normal(0, 0.05, 100)
    whole = {"replicate": np.arange(100)}
    runs = [pd.DataFrame(whole | {"combination": name, "final": mean + noise}) for name, mean in final.items()]
    (place / "results" / "turnover").mkdir(parents=True)
    pd.concat(runs).to_parquet(place / "results" / "turnover" / "runs.parquet")
    done = python(fenced(PAGE, "python")[0])
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"broker -0\.070, shared -0\.090: -0\.020 \[-0\.020, -0\.020\]\n", done.stdout)
