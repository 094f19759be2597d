"""Where the command is started decides nothing, and what a scenario holds commands nothing."""

import io
import os
import subprocess
import sys
import xml.dom.minidom
from pathlib import Path

import pandas as pd
import pytest
from commanded import ROOT, surroundings

from entente.terminal.surroundings import PlainStream

TITLE = r"\e[31mred\e]0;owned\a $x_{$ $$ </title><script>alert(1)</script> 😀 \u200F\u202Eback\x01"
INJECTED = f"""\
extends: twenty_partners
title: {{en: "{TITLE}", fr: "{TITLE}"}}
weeks: 3
organisations:
  "=1+1": {{name: {{en: "$x_{{$ {TITLE}", fr: "$$"}}, sector: "=cmd|' /C calc'!A0"}}
  "\\t@SUM(1)": {{sector: "\\r+1"}}
  "<b>|a": {{sector: "a|b\\nc"}}
"""
FOREIGN = "open('imported-from-the-current-folder', 'w').close()\n"


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_none", "nonsense"])
def test_backend_of_a_notebook_is_none_of_our_business(entente, place, backend):
    done = entente("run", "scenario=tiny.yaml", "replicates=2", "output=out", cwd=place, MPLBACKEND=backend)
    assert done.returncode == 0, done.stderr
    assert (place / "out" / "mobilisation.png").is_file()


def test_library_draws_under_a_backend_that_is_not_there_and_leaves_it_named(tmp_path):
    code = (
        "import os; from entente.analysis.plotting.style import new_figure, save_figure; import matplotlib\n"
        "save_figure(new_figure(1, 1), 'figure'); print(os.environ['MPLBACKEND'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=surroundings(MPLBACKEND="nonsense"),
                          capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "nonsense"), done.stderr
    assert (tmp_path / "figure.png").is_file()


def test_injected_text_is_text_in_every_output(entente, place):
    (place / "injected.yaml").write_text(INJECTED, encoding="utf-8")
    kept = ("by_organisation=true", "by_group=true", "attendance=true", "format=csv")
    done = entente("run", "scenario=injected.yaml", "replicates=2", *kept, "output=out", cwd=place)
    assert done.returncode == 0, done.stderr
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)
    assert "red $x_{$ $$" in done.stdout
    for figure in ("wheel", "groups", "timeline"):
        assert entente("draw", figure, "out", cwd=place).returncode == 0
    for path in place.glob("out/*.svg"):
        assert xml.dom.minidom.parse(str(path)).documentElement.tagName == "svg"
        assert "<script" not in path.read_text(encoding="utf-8")
    organisations = pd.read_csv(place / "out" / "organisations.csv")["organisation"].unique().tolist()
    assert organisations[-3:] == ["'=1+1", "'\t@SUM(1)", "<b>|a"]


@pytest.mark.parametrize("words", [("--version",), ("list", "scenarios"), ("warmup",)])
def test_modules_of_the_current_folder_are_not_imported(tmp_path, words):
    for name in ("numba", "numpy", "yaml", "hydra", "pandas", "analysis", "sim"):
        (tmp_path / f"{name}.py").write_text(FOREIGN)
    done = subprocess.run([sys.executable, "-m", "entente", *words], cwd=tmp_path, env=surroundings(),
                          capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "imported-from-the-current-folder").exists()


def test_process_that_compiles_the_other_half_looks_in_no_current_folder():
    source = Path(ROOT, "sim", "engine", "parallel.py").read_text(encoding="utf-8")
    assert '[sys.executable, "-P", "-c"' in source
    done = subprocess.run([sys.executable, "-c", "from entente.terminal.surroundings import prepare_process as p; p();"
                           "import subprocess, sys; print(subprocess.run([sys.executable, '-c', "
                           "'import sys; print(sys.flags.safe_path)'], capture_output=True, text=True).stdout)"],
                          env=surroundings(), capture_output=True, encoding="utf-8", check=True)  # fmt: skip
    assert done.stdout.strip() == "True"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\x1b[1;31mred\x1b[0m", "red"), ("a\x1b]8;;http://x\x07b", "ab"), ("one\rtwo\n", "one two\n"),
     ("\r 10% |###", "\r 10% |###"), ("\r", "\r"), ("é\u00a0à 😀\n", "é\u00a0à 😀\n"), ("\x9b31mx\x00", "31mx")],
)  # fmt: skip
def test_stream_passes_text_only(text, shown):
    stream = io.StringIO()
    print(text, end="", file=PlainStream(stream))
    assert stream.getvalue() == shown


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only the superuser can give a file away")
def test_rules_that_somebody_else_could_have_put_there_are_not_loaded(tmp_path, monkeypatch):
    from entente.sim.engine import cache

    monkeypatch.setattr(cache, "_folders", lambda: ((tmp_path, True),))
    cache.store("m", "rule", "key", {"a": 1})
    path = tmp_path / "m" / f"rule-key{cache.SUFFIX}"
    assert cache.load_compiled("m", "rule", "key") == {"a": 1}
    os.chown(path, 12345, 12345)
    assert cache.load_compiled("m", "rule", "key") is None
    os.chown(path, 0, 0)
    path.chmod(0o646)
    assert cache.load_compiled("m", "rule", "key") is None
    path.chmod(0o644)
    path.parent.chmod(0o777)
    assert cache.load_compiled("m", "rule", "key") is None
