"""Styles, rhythms and forms of governance carry their names in both languages in their own files."""

import pytest

from entente.config.places import GROUPS, LEVER, option_paths
from entente.i18n.option_names import NAMED_GROUPS, option_label, option_names


@pytest.mark.parametrize(("group", "option"), [(group, one) for group in GROUPS for one in option_paths(group)])
def test_every_option_has_a_name_in_both_languages(group, option):
    names = option_names(group)[option]
    assert set(names) == {"fr", "en"}
    assert all(name.strip() == name != "" for name in names.values())


def test_options_are_called_by_their_names():
    assert NAMED_GROUPS == GROUPS
    assert option_label("leadership", "shared", "fr") == "partagé"
    assert option_label("leadership", "shared", "en") == "shared"
    assert option_label("leadership", "our_own", "fr") == "our own"
    assert option_names(LEVER) == {}
