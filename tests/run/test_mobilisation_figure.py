"""The figure of mobilisation: what it says, in both languages, and files that are the same each time."""

import matplotlib
import pytest
from matplotlib.text import Text as Written

from entente.analysis.plotting import style
from entente.analysis.plotting.numbers import format_number, format_percent
from entente.analysis.run.mobilisation_figure import mobilisation_figure
from entente.sim.model.situation import Change, Event, EventKind, Text


def words(figure) -> list[str]:
    """Return every text of a figure that is shown."""
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(Written) if text.get_visible() and text.get_text()]


@pytest.fixture
def eventful(settings):
    settings.events = {
        "winter": Event(EventKind.CRISIS, week=70, name=Text(fr="Hiver rigoureux", en="Hard winter")),
        "unnamed": Event(EventKind.LEADER_LEAVES, week=75),
        "random": Event(EventKind.FUNDING, yearly=2.0, name=Text(fr="Au hasard", en="At random")),
        "far": Event(EventKind.FUNDING, week=500, name=Text(fr="Trop loin", en="Too far")),
    }
    settings.changes = {"stronger_lead": Change(week=110)}
    return settings


def test_it_speaks_english(make_weeks, eventful):
    said = words(mobilisation_figure(make_weeks(eventful), eventful, "en"))
    for expected in (
        "The table of the north shore",
        "Leadership: shared  ·  Communication: monthly table  ·  Governance: light  ·  60 replicates",
        "Mobilisation", "What the stage\ncalls for", "Trust between partners", "Cohesion", "Fatigue", "Staff in post",
        "Hard winter", "Departure of the lead", "stronger lead", "Action", "Week", "year 2", "50%",
    ):  # fmt: skip
        assert expected in said
    assert not {"At random", "Too far"} & set(said)


def test_it_speaks_french(make_weeks, eventful):
    said = words(mobilisation_figure(make_weeks(eventful), eventful, "fr"))
    for expected in (
        "La table de la rive nord",
        "Leadership\u00a0: partagé  ·  Communication\u00a0: table mensuelle  "
        "·  Gouvernance\u00a0: légère  ·  60 réplicats",
        "Mobilisation", "Ce que l'étape\nrequiert", "Confiance entre partenaires", "Cohésion", "Fatigue",
        "Personnel en poste", "Hiver rigoureux", "Départ de qui mène", "Mise en œuvre", "Semaine", "an 2", "50\u202f%",
    ):  # fmt: skip
        assert expected in said


def test_what_has_no_name_is_shown_as_written(make_weeks, settings):
    settings.title, settings.leadership.style = Text(), "our_own_way"
    settings.stages = {"first_step": settings.stages["vision"], "doing_it": settings.stages["action"]}
    said = words(mobilisation_figure(make_weeks(settings), settings, "fr"))
    assert "North shore" in said
    assert "doing it" in said
    assert any("our own way" in text for text in said)


def test_it_tells_how_many_have_ended(make_weeks, settings):
    said = words(mobilisation_figure(make_weeks(settings, ends=1.0, by=0.5), settings, "en"))
    assert "ended" in said
    assert any(text.startswith("100% of the partnerships had ended by week 156") for text in said)


@pytest.mark.parametrize("shape", [
    {"replicates": 1}, {"replicates": 2, "horizon": 5}, {"horizon": 1}, {"replicates": 12, "horizon": 520},
    {"ends": 1.0, "by": 0.3},
])  # fmt: skip
def test_it_draws_whatever_the_shape(make_weeks, eventful, shape):
    for language in ("en", "fr"):
        assert words(mobilisation_figure(make_weeks(eventful, **shape), eventful, language))


def test_labels_of_events_do_not_collide(make_weeks, settings):
    settings.events = {
        f"event_{k}": Event(week=week, name=Text(en=f"{'Something long that happens' if k % 2 else 'Short'} {k}"))
        for k, week in enumerate((1, 3, 4, 60, 60, 61, 66, 150, 153, 155, 156))
    }
    figure = mobilisation_figure(make_weeks(settings, replicates=20), settings, "en")
    figure.canvas.draw()
    boxes = [
        text.get_window_extent()
        for text in figure.findobj(Written)
        if text.get_text().startswith(("Something", "Short"))
    ]
    assert len(boxes) == 11
    assert not any(one.overlaps(other) for k, one in enumerate(boxes) for other in boxes[:k])


def test_it_stays_on_the_page(make_weeks, eventful):
    figure = mobilisation_figure(make_weeks(eventful), eventful, "fr")
    figure.canvas.draw()
    for text in figure.findobj(Written):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent()
            assert box.x0 >= 0
            assert box.x1 <= figure.bbox.x1
            assert box.y0 >= 0
            assert box.y1 <= figure.bbox.y1


def test_files_are_the_same_byte_for_byte(make_weeks, eventful, tmp_path):
    weeks = make_weeks(eventful, replicates=20)
    first = style.save_figure(mobilisation_figure(weeks, eventful, "fr"), tmp_path / "one" / "figure.v1")
    second = style.save_figure(mobilisation_figure(weeks, eventful, "fr"), tmp_path / "two" / "figure.v1")
    assert [path.name for path in first] == ["figure.v1.svg", "figure.v1.png"]
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert one.stat().st_size < 500_000
    svg = first[0].read_text(encoding="utf-8")
    assert "La table de la rive nord" in svg, "the title for those who do not see the figure"
    assert "<dc:date>" not in svg


def test_nothing_global_is_touched(make_weeks, settings):
    before = dict(matplotlib.rcParams)
    figure = mobilisation_figure(make_weeks(settings, replicates=2, horizon=10), settings)
    assert dict(matplotlib.rcParams) == before
    assert figure.number is None if hasattr(figure, "number") else True


def test_numbers_are_written_as_each_language_does():
    assert format_number(1234.5, "en", 1) == "1,234.5"
    assert format_number(1234.5, "fr", 1) == "1\u202f234,5"
    assert format_percent(0.125, "en", 1) == "12.5%"
    assert format_percent(0.125, "fr", 1) == "12,5\u202f%"
