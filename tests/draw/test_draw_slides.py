"""Figures for a projector: 1920 × 1080, letters of 2.5% of the height, nothing that overlaps; runs compared."""

import pytest
from figure_texts import collisions, off_page, shown, words
from PIL import Image

import entente
from entente.commands.draw.compare import draw_compared
from entente.commands.draw.draw import draw, figure_path, save_drawing
from entente.sim.validation.validate import SettingsError

LEAST = 0.025  # of the height, for the letters of a slide


@pytest.fixture(scope="module")
def result():
    words = ["weeks=104", "leadership.hours=5", "lever=[pairing,mediation]"]
    return entente.run("lethbridge", overrides=words, replicates=6, by_group=True, by_organisation=True)


@pytest.fixture(scope="module")
def usual():
    return entente.run("lethbridge", weeks=104, replicates=6)


def smallest(figure):
    """Return the height of the smallest letters, as a share of that of the figure."""
    return min(text.get_fontsize() for text in shown(figure)) / 72 / figure.get_figheight()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("figure", "options"),
    [
        ("wheel", {}), ("wheel", {"by": "sector"}), ("timeline", {}), ("groups", {}), ("groups", {"by": "territory"}),
        ("mobilisation", {}),
    ],
)  # fmt: skip
def test_slides_can_be_read_from_the_back_of_the_room(result, figure, options, language):
    drawn = draw(figure, result, values={**options, "size": "slide"}, language=language).figure
    assert tuple(drawn.get_size_inches()) == (7.2, 4.05)
    assert smallest(drawn) >= LEAST
    assert not off_page(drawn)
    assert not collisions(drawn, slack=3)
    assert any("5 hours a week" in one or "5 heures par semaine" in one or "other" in one or "autre" in one
               for one in words(drawn)), "what differs from the scenario"  # fmt: skip


def test_a_slide_has_the_pixels_of_a_projector(result, tmp_path):
    drawn = draw("mobilisation", result, ["size=slide"], language="en")
    path = figure_path("mobilisation", tmp_path, None, slide=True)
    assert path.name == "mobilisation_slide"
    _, png, _ = save_drawing(drawn, path)
    with Image.open(png) as picture:
        assert picture.size == (1920, 1080)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("slide", [False, True])
def test_runs_are_compared_in_words(result, usual, language, slide):
    drawn = draw_compared({"usual": usual, "plan": result}, language, slide=slide)
    said = " ".join(words(drawn.figure))
    wanted = {
        "en": ("no lever", "Pairing", "common random numbers", "replicate by replicate"),
        "fr": ("aucun levier", "Le pairage", "nombres aléatoires communs", "réplicat par réplicat"),
    }
    for text in wanted[language]:
        assert text in said
    assert not off_page(drawn.figure)
    assert set(drawn.table["combination"]) == {"usual", "plan"}
    apart = (result.runs["final"] - usual.runs["final"]).mean()
    assert f"{abs(100 * apart):.1f}".replace(".", "," if language == "fr" else ".") in said
    if slide:
        assert smallest(drawn.figure) >= LEAST


def test_other_seeds_are_not_paired(usual):
    other = entente.run("lethbridge", weeks=104, replicates=6, seed=9)
    said = " ".join(words(draw_compared({"one": usual, "other": other}, "en").figure))
    assert "without common random numbers" in said
    assert "replicates are not paired" in said
    assert "Folder: one" in said, "what is called by its folder differs in nothing else"


def test_what_cannot_be_compared_is_refused(usual):
    shorter = entente.run("lethbridge", weeks=78, replicates=2)
    with pytest.raises(SettingsError, match="weeks"):
        draw_compared({"one": usual, "other": shorter}, "en")
    with pytest.raises(SettingsError, match="compare"):
        draw_compared({"one": usual}, "en")
