"""Files and overrides as nobody would write them: each is taken for what it says or refused in sentences."""

import os
import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from entente.commands.attendance.attendance_file import read_attendance
from entente.commands.calibration.observed_data import seen_in
from entente.config.configuration import configure
from entente.config.run_settings import DECIDED_BY_CALLER
from entente.sim.validation.validate import SettingsError, as_tree, every_path, validate
from entente.studies.plan import plan_study
from entente.studies.table import points_in

WHOLE = int(os.environ.get("ENTENTE_FUZZ", "5000"))  # examples in all, of which each kind has its share
FEW = 60
PATHS = [path for path in every_path() if "<" not in path]
WORDS = (
    "1", "0", "-1", "0.5", "1e400", "9" * 30, "nan", ".inf", "true", "on", "~", "null", "''", "[]", "{}", "[1,[2]]",
    "{a: {b: 1}}", "&a [x]", "*a", "<<: *a", "!!set {a}", "!!binary aGk=", "${leadership.hours}", "${oc.env:HOME}",
    "${${name}}", "$5 to $6", "2020-01-01", "1:30", "0x1f", "1_000", "12,5", "35 %", "=1+1", '"\\e[31m"', '"\\0"', "é",
    "\N{RIGHT-TO-LEFT MARK}", "interval(1,2)", "range(1,1e9)", "range(0,1,0)", "glob(*)", "choice()", "1,2,3", "'",
    '"', "[", "}", ": :", "- a", "\t", "#", "|", "shared", "twenty_partners", "x" * 300,
)  # fmt: skip
NAMES = (
    *PATHS, "scenario", "extends", "defaults", "resolved", "lever", "leadership", "output", "engine", "slurm", "seed",
    "replicates", "plausible", "format", "hydra", "organisations", "organisations.a.hours", "week", "point", "study",
    "levers", "uncertainties", "outcomes", "settings", "design", "points", "curves", "full", "",
)  # fmt: skip
HEADS = ["extends: twenty_partners\n", "", "lead: a\norganisations: {a: {}, b: {}}\n"]
COLUMNS = ["week", "semaine", "attendance", "présence", "date", "organisation"]
words = st.one_of(st.sampled_from(WORDS), st.text(max_size=12), st.floats().map(str), st.integers().map(str))
names = st.one_of(st.sampled_from(NAMES), st.sampled_from(PATHS), st.text(max_size=8))
nested = st.recursive(words, lambda inner: st.one_of(
    st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    st.lists(st.tuples(names, inner), max_size=3).map(
        lambda items: "{" + ", ".join(f"{name}: {one}" for name, one in items) + "}")), max_leaves=5)  # fmt: skip


def as_yaml(entries):
    """Return entries of dotted names as nested YAML, whatever they are."""
    lines = []
    for name, value in entries:
        steps = name.split(".")
        lines += [f"{'  ' * depth}{step}:" for depth, step in enumerate(steps)]
        lines[-1] += f" {value}"
    return "\n".join(lines) + "\n"


scenarios = st.tuples(st.sampled_from(HEADS), st.lists(st.tuples(names, nested), max_size=3)).map(
    lambda two: two[0] + as_yaml(two[1])
)
studies = st.lists(
    st.tuples(st.sampled_from(["levers", "uncertainties", "settings", "outcomes"]), names, nested), max_size=3
)
cells = st.one_of(words, st.sampled_from(["5", "8", "0,5", "12/15", "12 sur 15", "2024-03-01", "x", ""]))
tables = st.tuples(
    st.lists(st.one_of(names, st.sampled_from(COLUMNS)), max_size=4),
    st.lists(st.lists(cells, max_size=4), max_size=5), st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)  # fmt: skip


def write_table(path, table):
    head, rows, separator, encoding = table
    text = "\n".join(separator.join(row) for row in (head, *rows))
    path.write_bytes(text.encode(encoding, errors="replace"))


def configured(path, text):
    path.write_text(text, encoding="utf-8", errors="replace")
    found = configure([f"scenario={path}"])
    assert as_tree(validate(as_tree(found.settings))) == as_tree(found.settings)
    assert not re.search(r"\$\{", str(as_tree(found.settings)))
    assert not any(getattr(found.run, name) for name in DECIDED_BY_CALLER)


def study_planned(path, sections):
    said = [as_yaml([(f"{section}.{name}", value)]) for section, name, value in sections]
    text = "scenario: twenty_partners\nreplicates: 2\n" + "\n".join(said)
    path.write_text(text, encoding="utf-8", errors="replace")
    plan = plan_study([f"study={path}"])
    assert plan.options.engine == "threads"
    assert plan.options.output is None
    assert len(plan.design) <= 1_000_000


def points_read(path, table):
    write_table(path, table)
    found = points_in(path)
    assert len(found.design) == len(found.origins)


def observed_read(path, table):
    write_table(path, table)
    assert seen_in(path) is not None


def attendance_read(path, table):
    write_table(path, table)
    assert read_attendance(path) is not None


def override_read(_path, said):
    found = configure(["scenario=twenty_partners", *(f"{name}={value}" for name, value in said)])
    assert as_tree(validate(as_tree(found.settings))) == as_tree(found.settings)


KINDS = {
    "scenario": (scenarios, configured),
    "study": (studies, study_planned),
    "points": (tables, points_read),
    "observed": (tables, observed_read),
    "attendance": (tables, attendance_read),
    "override": (st.lists(st.tuples(names, words), min_size=1, max_size=2), override_read),
}
COUNTS = {"taken": 0, "refused": 0}


def fuzz(kind, folder, examples):
    strategy, read = KINDS[kind]

    @how(max_examples=examples, deadline=None, database=None, derandomize=examples <= FEW,
         suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategy)
    def try_one(one):
        path = folder / ("file.csv" if kind in {"points", "observed", "attendance"} else "file.yaml")
        try:
            read(path, one)
        except SettingsError:
            COUNTS["refused"] += 1
        else:
            COUNTS["taken"] += 1

    try_one()


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_of_each_kind(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fuzz(kind, tmp_path, FEW if kind in {"points", "observed", "attendance"} else FEW // 4)


@pytest.mark.torture
@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_each_kind(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fuzz(kind, tmp_path, WHOLE // len(KINDS))
    print(kind, COUNTS)
