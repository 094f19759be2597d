"""A small scenario in a folder of its own."""

import pytest

SMALL = """\
defaults:
  - override /leadership: shared
  - override /communication: quarterly_table
title: {fr: Petite table, en: Small table}
weeks: 10
lead: house
leadership:
  directiveness: 0.15
organisations:
  house: {hours: 6}
  school: {}
  clinics: {count: 2}
changes:
  later:
    week: 5
    set: {leadership.hours: 4}
"""


@pytest.fixture(scope="session")
def small_text():
    return SMALL


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "small.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
