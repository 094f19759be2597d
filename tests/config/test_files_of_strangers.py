"""A scenario or a study file is data: it reads nothing, writes nowhere, runs nothing, and is refused when too large."""

import resource
import time

import pytest

from entente.config.limits import MOST_BYTES, oversize_value, oversize_words
from entente.config.yaml_files import UnreadableError, read_yaml
from entente.sim.validation.validate import SettingsError
from entente.studies.file import read_study_file

HEAD = "extends: twenty_partners\nweeks: 3\nreplicates: 2\n"
ALIASES = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)
FUNCTIONS = ("${oc.env:SECRET}", "${oc.env:SECRET,none}", "${oc.decode:1}", "${now:%Y}", "${hydra:runtime.cwd}",
             "${oc.select:name}", "a ${name} b", "${${name}}", "${name", "${.hours}")  # fmt: skip


@pytest.mark.parametrize("text", FUNCTIONS)
def test_scenario_calls_no_function(entente, place, text):
    (place / "leak.yaml").write_text(f'{HEAD}title: {{fr: a, en: "{text}"}}\nsources: ["{text}"]\n')
    done = entente("run", "scenario=leak.yaml", "output=out", cwd=place, SECRET="hush")
    assert done.returncode == 2
    assert "leak.yaml:4" in done.stderr
    assert "hush" not in done.stdout + done.stderr
    assert not (place / "out").exists()


@pytest.mark.parametrize("words", [f"title.en='{text}'" for text in FUNCTIONS[:5]])
def test_override_calls_no_function(entente, place, words):
    done = entente("run", "scenario=tiny.yaml", "replicates=2", words, "output=out", cwd=place, SECRET="hush")
    assert done.returncode == 2
    assert "hush" not in done.stdout + done.stderr


def test_reference_is_one_value_of_a_setting(entente, place):
    more = "title: {fr: '$5', en: 'From $5 to $30'}\npartners: {hours: '${leadership.hours}'}\nleadership: {hours: 7}\n"
    (place / "follow.yaml").write_text(HEAD + more)
    done = entente("run", "scenario=follow.yaml", "output=out", cwd=place)
    assert done.returncode == 0, done.stderr
    settings = (place / "out" / "settings.yaml").read_text(encoding="utf-8")
    assert settings.count("hours: 7") >= 2
    assert "From $5 to $30" in settings


@pytest.mark.parametrize("said", ["output: victim", "overwrite: true", "threads: 1"])
def test_scenario_does_not_say_where_or_how_it_is_run(entente, place, said):
    (place / "victim").mkdir()
    (place / "victim" / "precious").write_text("x")
    (place / "own.yaml").write_text(f"{HEAD}{said}\n")
    done = entente("run", "scenario=own.yaml", cwd=place)
    name = said.partition(":")[0]
    assert done.returncode == 2
    assert f"{name}: whoever runs it says where and how" in done.stderr
    assert f"{name}=... on the command line (own.yaml:4)" in done.stderr
    assert (place / "victim" / "precious").exists()


def test_what_settings_yaml_keeps_may_stand_in_a_scenario(entente, place):
    (place / "kept.yaml").write_text(f"{HEAD}seed: 7\nformat: csv\nby_group: true\n")
    done = entente("run", "scenario=kept.yaml", "output=out", cwd=place)
    assert done.returncode == 0, done.stderr
    assert entente("run", "scenario=out/settings.yaml", "output=again", cwd=place).returncode == 0
    assert (place / "again" / "groups.csv").read_bytes() == (place / "out" / "groups.csv").read_bytes()


@pytest.mark.parametrize(
    ("said", "path", "line"),
    [("engine: slurm", "engine", 3), ("slurm: {setup: [touch x]}", "slurm", 3), ("output: x", "output", 3),
     ("overwrite: true", "overwrite", 3), ("threads: 2", "threads", 3), ("address: 'tcp://x'", "address", 3),
     ("shards: 2", "shards", 3), ("settings:\n  output: x", "settings.output", 4),
     ("settings:\n  slurm.setup: [a]", "settings.slurm.setup", 4),
     ("uncertainties:\n  engine: [slurm]", "uncertainties.engine", 4)],
)  # fmt: skip
def test_study_file_does_not_say_where_or_how_it_is_run(tmp_path, said, path, line):
    (tmp_path / "st.yaml").write_text(f"scenario: twenty_partners\nreplicates: 2\n{said}\n")
    with pytest.raises(SettingsError) as caught:
        read_study_file(tmp_path / "st.yaml")
    (wrong,) = caught.value.violations
    assert (wrong.path, wrong.origin.line) == (path, line)


def test_study_file_says_what_decides_its_results(tmp_path):
    (tmp_path / "points.csv").write_text("leadership.hours\n5\n")
    (tmp_path / "st.yaml").write_text(
        "scenario: twenty_partners\nreplicates: 2\nseed: 3\ndesign: points.csv\ncurves: [trust]\nrandom_numbers: own\n"
    )
    assert f"design='{tmp_path / 'points.csv'}'".replace("'", "") in [
        text.replace("'", "") for text in read_study_file(tmp_path / "st.yaml").overrides
    ]


@pytest.mark.parametrize(
    "text",
    [
        ALIASES,
        "a: &a {x: 1, y: 2}\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n" + "".join(
            f"{new}: &{new} {{<<: [*a, *a], q: [{','.join([f'*{old}'] * 10)}]}}\n"
            for old, new in zip("bcdefg", "cdefgh", strict=True)),
        f"a: {'[' * 200}{']' * 200}\n",
        "".join(f"{' ' * k}a:\n" for k in range(60)) + " " * 60 + "b: 1\n",
        "a: " + "[" * 2_000_000,
        "a: " + "x" * 50_000 + "\n",
        "a: &a '" + "x" * 10_000 + "'\nb: [" + ",".join(["*a"] * 5_000) + "]\n",
        "# " + "x" * MOST_BYTES + "\n",
        "a: [" + "1," * 250_000 + "]\n",
        "a: !!set {b, c}\n",
        "a: !!binary aGk=\n",
        "a: !!timestamp 2020-01-01\n",
    ],
    ids=range(12),
)  # fmt: skip
def test_bomb_is_refused_before_anything_is_made(tmp_path, text):
    path = tmp_path / "bomb.yaml"
    path.write_text(text, encoding="utf-8")
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(UnreadableError):
        read_yaml(path)
    assert time.process_time() - start < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # kB


def test_aliases_in_moderate_use_still_work(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_text("a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\nd: [*a, *a]\n", encoding="utf-8")
    assert read_yaml(path).tree == {"a": {"x": 1}, "b": {"x": 1}, "c": {"x": 1, "y": 2}, "d": [{"x": 1}, {"x": 1}]}


def test_endless_file_is_refused():
    from pathlib import Path

    with pytest.raises(UnreadableError, match="larger than 5 MB"):
        read_yaml(Path("/dev/zero"))


def test_what_is_given_from_python_is_counted_too():
    endless = []
    endless.append(endless)
    assert "levels" in oversize_value(endless)
    assert "names and values" in oversize_value([list(range(150_000))] * 2)
    assert "characters" in oversize_value({"en": "x" * 20_001})
    assert "half a character" in oversize_value("\ud800")
    assert oversize_value({"a": [1, {"b": "c"}]}) == ""
    assert "levels" in oversize_words("{a:" * 500 + "1" + "}" * 500)
    assert oversize_words("[1,2]") == ""
