"""A large partnership, from a scenario file to its tables; and one that is too large."""

import pandas as pd
import pytest

LARGE = """\
title: {fr: Grande région, en: Large region}
weeks: 6
lead: house
territories: {north: 0.5, south: 0.5}
governance: {local: 0.5}
organisations:
  house: {hours: 30}
  groups: {count: 10000, territory: north, sector: community}
"""


@pytest.fixture
def large(tmp_path):
    (tmp_path / "large.yaml").write_text(LARGE, encoding="utf-8")
    return tmp_path


def test_ten_thousand_alike_are_run_from_a_file(entente, large):
    done = entente("run", "scenario=large.yaml", "replicates=2", "by_group=true", "output=found", cwd=large)
    assert (done.returncode, "compiled" in done.stderr) == (0, False), "few ties are compiled by entente warmup"
    weeks = pd.read_parquet(large / "found" / "weeks.parquet")
    assert len(weeks) == 2 * 6
    assert (weeks["partners"] == 10_001).all()
    assert weeks["trust"].between(0.1, 0.5).all()
    groups = pd.read_parquet(large / "found" / "groups.parquet")
    assert set(groups["group"]) == {"", "community", "north"}, "and the lead, of no sector"
    again = entente("run", "scenario=found/settings.yaml", "output=again", cwd=large)
    assert again.returncode == 0
    assert pd.read_parquet(large / "again" / "weeks.parquet").equals(weeks)


@pytest.mark.parametrize(("language", "said"), [("en", "from 2 to 100000"), ("fr", "de 2 à 100000")])
def test_more_than_a_hundred_thousand_are_refused(entente, large, language, said):
    done = entente("run", "scenario=large.yaml", "organisations.groups.count=100000", "--lang", language, cwd=large)
    assert done.returncode == 2
    assert "100001 organisations" in done.stderr
    assert said in done.stderr
    done = entente("run", "scenario=large.yaml", "organisations.groups.count=100001", "--lang", language, cwd=large)
    assert done.returncode == 2
    assert "organisations.groups.count" in done.stderr
    assert not list(large.glob("results*"))


def test_how_many_ties_are_kept_is_explained_and_checked(entente, large):
    done = entente("explain", "partners.ties", cwd=large)
    assert done.returncode == 0
    assert "2,000" in done.stdout
    done = entente("run", "scenario=large.yaml", "partners.ties=-1", cwd=large)
    assert done.returncode == 2
    assert "partners.ties" in done.stderr
