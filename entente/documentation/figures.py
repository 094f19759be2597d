"""The figures of the pages: the Lethbridge case in both languages, and the long run from several starts."""

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from PIL import Image

from analysis.figures.equilibria import equilibria_figure
from analysis.figures.style import styled
from entente.running import run, settings

DOTS = 130  # per inch: small files that are still sharp on a page
COLOURS = 128
REPLICATES, LONG_REPLICATES = 200, 50
STARTS = {"high start": 0.9, "middle start": 0.5, "low start": 0.1}
LESS_HOURS = (8, 4)
LONG_RUN = ("weeks=520", "mechanisms.events=off", "mechanisms.exit=off")
TITLE = "Lethbridge over ten years, from three starts of motivation, by the hours of who leads"
NOTE = (
    f"Median and middle half of {LONG_REPLICATES} replicates of mobilisation. Starts: partners.motivation at "
    + ", ".join(f"{value:g}" for value in STARTS.values())
    + ". Events and exits are switched off."
)


def draw_all(folder: Path) -> Iterator[Path]:
    """Draw every figure of the pages into a folder, and yield each file once it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    result = run("lethbridge", replicates=REPLICATES)
    for language, name in (("en", "lethbridge.png"), ("fr", "lethbridge-fr.png")):
        yield write(result.plot(language), folder / name)
    yield write(long_run(), folder / "equilibria.png")


def long_run() -> Figure:
    """Draw where mobilisation settles in ten years, from three starts, under four settings of the lead."""
    own = settings("lethbridge").leadership.hours
    chosen: dict[str, tuple[str, ...]] = {f"{own:g} h a week": ()}
    chosen |= {f"{hours} h a week": (f"leadership.hours={hours}",) for hours in LESS_HOURS}
    chosen["No lead"] = ("leadership=absent",)
    panels = {
        name: {start: settled((*LONG_RUN, *words), first) for start, first in STARTS.items()}
        for name, words in chosen.items()
    }
    return equilibria_figure(panels, TITLE, NOTE, "en")


def settled(words: tuple[str, ...], first: float) -> pd.DataFrame:
    """Return the weeks of one setting from one start."""
    words = (*words, f"partners.motivation={first}")
    weeks: pd.DataFrame = run("lethbridge", overrides=words, replicates=LONG_REPLICATES).weeks
    return weeks


def write(figure: Figure, path: Path) -> Path:
    """Write a figure as a small PNG: few colours, no date, the same bytes each time."""
    drawn = io.BytesIO()
    with styled():
        figure.savefig(drawn, format="png", dpi=DOTS, metadata={"Software": None})
    few = Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path
