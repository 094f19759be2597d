"""The figures of the pages: the Lethbridge case in both languages, and the long run from several starts."""

import io
from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from entente.analysis.plotting.numbers import format_percent
from entente.analysis.plotting.style import house_style
from entente.analysis.run.equilibria_figure import equilibria_figure
from entente.commands.run.run import RunResults, run, settings

_DOTS = 130  # per inch: small files that are still sharp on a page
_COLOURS = 128
_REPLICATES, _LONG_REPLICATES = 200, 50
_STARTS = {"high start": 0.9, "middle start": 0.5, "low start": 0.1}
_LESS_HOURS = (8, 4)
_LONG_RUN = ("weeks=520", "mechanisms.events=off", "mechanisms.exit=off")
_ENDLESS = "mechanisms.ends=off"  # so that it can be seen whether it would rise again
_TITLE = "Lethbridge over ten years from three starts, by the hours of who leads"


def draw_all(folder: Path) -> Iterator[Path]:
    """Draw every figure of the pages into a folder, and yield each file once it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    result = run("lethbridge", replicates=_REPLICATES)
    for language, name in (("en", "lethbridge.png"), ("fr", "lethbridge-fr.png")):
        yield write_small(result.plot(language), folder / name)
    yield write_small(long_run(), folder / "equilibria.png")


def long_run() -> Figure:
    """Draw where mobilisation settles in ten years, from three starts, under four settings of the lead."""
    own = settings("lethbridge").leadership.hours
    chosen: dict[str, tuple[str, ...]] = {f"{own:g} h a week": ()}
    chosen |= {f"{hours} h a week": (f"leadership.hours={hours}",) for hours in _LESS_HOURS}
    chosen["No lead"] = ("leadership=absent",)
    panels = {
        name: {start: run_from((*words, _ENDLESS), first).weeks for start, first in _STARTS.items()}
        for name, words in chosen.items()
    }
    lowest = min(_STARTS.values())
    dormant = [(run_from(words, lowest).runs["end_reason"] == "dormant").mean() for words in chosen.values()]
    return equilibria_figure(panels, _TITLE, _note(dormant), "en")


def run_from(words: tuple[str, ...], first: float) -> RunResults:
    """Run one setting from one start."""
    words = (*_LONG_RUN, *words, f"partners.motivation={first}")
    return run("lethbridge", overrides=words, replicates=_LONG_REPLICATES)


def _note(dormant: list[float]) -> str:
    """Return the note of the figure: what is drawn, and how many of the lowest starts would have ended."""
    starts = ", ".join(f"{value:g}" for value in _STARTS.values())
    ended = ", ".join(format_percent(share, "en") for share in dormant)
    return (
        f"Mobilisation: median and middle half of {_LONG_REPLICATES} replicates, first motivation at {starts}; "
        "without events, exits or ends.\n"
        f"With ends, this share of the low starts goes dormant, from left to right: {ended}."
    )


def write_small(figure: Figure, path: Path) -> Path:
    """Write a figure as a small PNG: few colours, no date, the same bytes each time."""
    drawn = io.BytesIO()
    with house_style():
        figure.savefig(drawn, format="png", dpi=_DOTS, metadata={"Software": None})
    few = Image.open(drawn).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path
