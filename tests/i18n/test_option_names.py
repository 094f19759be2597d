"""Styles, rhythms and forms of governance carry their names in both languages in their own files."""

import pytest

from entente.analysis.plotting.heading import chosen_options
from entente.analysis.plotting.setting_names import setting_and_level
from entente.config.places import GROUPS, LEVER, option_paths
from entente.i18n.option_names import NAMED_GROUPS, option_label, option_names
from entente.sim.validation.validate import validate


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
    assert option_label(LEVER, "pairing", "fr") == "Le pairage"
    assert option_label("scenario", "crisis", "en") == "A crisis"
    assert set(option_names(LEVER)) == set(option_paths(LEVER))
    assert option_names("engine") == {}


@pytest.fixture
def own_style(tmp_path, monkeypatch):
    """The name of a style whose file stands in a folder of one's own."""
    (tmp_path / "leadership").mkdir()
    text = "# name.fr: en cercle\n# name.en: in a circle\nstyle: circle\nrotation: 26\n"
    (tmp_path / "leadership" / "circle.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("entente.i18n.option_names.data_folder", lambda _: tmp_path)
    option_names.cache_clear()
    yield "circle"
    option_names.cache_clear()


@pytest.mark.parametrize(
    ("language", "wanted"), [("fr", "Leadership\u00a0: en cercle"), ("en", "Leadership: in a circle")]
)
def test_a_style_of_ones_own_is_called_by_the_names_in_its_file(own_style, language, wanted):
    settings = validate({"lead": "a", "organisations": {"a": {}, "b": {}}, "leadership": {"style": own_style}})
    assert wanted in chosen_options(settings, 1, language)
    assert setting_and_level("leadership", own_style, language) == wanted.split(": ")[1]
