"""The French catalogue says all that the sources say, in the same places, and is compiled."""

import string

import pytest

from entente.i18n.extraction import PO, extract, read_catalogue, to_mo

CATALOGUE = read_catalogue()
MESSAGES = [one for one in CATALOGUE if one.id]


def forms(text):
    return text if isinstance(text, tuple) else (text,)


def places(text):
    """Return the places of a text; where a number decides, the singular may do without it."""
    return {name for one in forms(text) for _, name, _, _ in string.Formatter().parse(one) if name}


def keys(catalogue):
    return {(one.context, one.id) for one in catalogue if one.id}


def test_no_text_is_missing_and_none_is_obsolete():
    """When this fails: ``python -m entente.i18n update``, translate, and the same again."""
    assert keys(CATALOGUE) == keys(extract())
    assert not CATALOGUE.obsolete


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: forms(one.id)[0][:40])
def test_every_text_is_translated_and_fills_the_same_places(message):
    assert not message.fuzzy
    assert all(forms(message.string))
    assert places(message.string) == places(message.id)


def test_the_compiled_catalogue_is_current():
    assert PO.with_suffix(".mo").read_bytes() == to_mo(CATALOGUE)
