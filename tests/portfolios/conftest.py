"""Situations that portfolios are tried in."""

import pytest

from entente.commands.portfolios.situation import Situation
from entente.config.configuration import configure

WORDS = ("scenario=twenty_partners", "leadership.hours=12")


@pytest.fixture(scope="module")
def situation():
    return Situation(WORDS, configure(list(WORDS)))


@pytest.fixture
def small(place):
    words = (f"scenario={place / 'tiny.yaml'}",)
    return Situation(words, configure(list(words)))
