"""One style for every figure: colours, type, sizes, and files that are the same byte for byte."""

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib.style
import seaborn
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter

from entente.analysis.plotting.numbers import format_number, format_percent, format_signed
from entente.i18n.plain_text import plain_text

# Okabe and Ito's hues as seaborn has them: distinct to colour-blind people, and of different lightness in grey print.
BLUE, ORANGE, _GREEN, VERMILION = (seaborn.color_palette("colorblind").as_hex()[k] for k in (0, 1, 2, 3))
INK, GREY, PALE = "#1a1a1a", "#595959", "#d0d0d0"
SLIDE = (7.2, 4.05)  # inches: 16:9, so small that letters of 7.5 points are 2.6% of its height
SLIDE_PIXELS = 1920  # across a slide
_RESOLUTION = 200  # dots per inch: 1800 across for a figure of nine inches

_RULES = {
    "font.family": "DejaVu Sans",  # the one font that travels with matplotlib: the same on any machine
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.labelsize": 8.5,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "axes.linewidth": 0.7,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.5,
    "svg.fonttype": "path",  # letters as outlines: no font to be found, nothing to download
    "text.parse_math": False,  # two dollars in a title are dollars
    "svg.hashsalt": "entente",  # identifiers that do not change from one writing to the next
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in this style whatever matplotlib's settings are, and restore them afterwards."""
    rules = seaborn.axes_style("ticks") | seaborn.plotting_context("paper") | _RULES
    with matplotlib.style.context(rules, after_reset=True), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # an empty box in its place says as much
        yield


def shade(colour: str, level: float) -> tuple[float, float, float]:
    """Return the colour of a band that holds this share of the replicates: the wider the band, the paler."""
    tones: list[tuple[float, float, float]] = seaborn.light_palette(colour, n_colors=101)
    return tones[round(20 + 60 * (1 - level))]


class NumberTicks(Formatter):
    """Writes the ticks of one axis with as many decimals as their own values need, so that none is rounded."""

    def __init__(self, write: Callable[[float, str, int], str], language: str, scale: float = 1.0) -> None:
        """Keep how a number is written in a language with some decimals, and how many of a unit 1 is written as."""
        self.write, self.language, self.scale = write, language, scale
        self.ticks: tuple[float, ...] = ()

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the texts of all ticks of the axis."""
        self.ticks = tuple(map(float, values))
        return [self(value) for value in values]

    def __call__(self, value: float, pos: int | None = None) -> str:
        """Return the text of a tick."""
        return self.write(value, self.language, self.decimals()).replace("-", "−")

    def decimals(self) -> int:
        """Return the decimals that the ticks need."""
        ticks = [self.scale * tick for tick in self.ticks]
        slack = 1e-7 * max(map(abs, ticks), default=1.0)
        return next((k for k in range(7) if all(abs(round(one, k) - one) <= slack for one in ticks)), 7)


def number_ticks(language: str) -> NumberTicks:
    """Return a formatter of ticks that are plain numbers."""
    return NumberTicks(format_number, language)


def signed_ticks(language: str) -> NumberTicks:
    """Return a formatter of ticks that are differences."""
    return NumberTicks(lambda value, language, decimals: format_signed(value, decimals, language), language)


def percent_axis(language: str) -> NumberTicks:
    """Return a formatter of ticks that are shares."""
    return NumberTicks(format_percent, language, 100.0)


class HouseFigure(Figure):
    """A figure that a notebook shows by itself: it knows only those of pyplot."""

    def _repr_png_(self) -> bytes:
        """Return the figure as an image."""
        written = io.BytesIO()
        with house_style():
            self.savefig(written, format="png")
        return written.getvalue()


def new_figure(width: float, height: float) -> Figure:
    """Make an empty figure of this size in inches, without pyplot and its global state."""
    figure = HouseFigure(figsize=(width, height), dpi=100)
    FigureCanvasAgg(figure)
    return figure


def save_figure(figure: Figure, path: str | Path) -> tuple[Path, Path]:
    """Write a figure as ``<path>.svg`` and ``<path>.png``, the same bytes each time.

    Args:
        figure: the figure; its suptitle becomes the title of the SVG for those who do not see it.
        path: where, without suffix; missing folders are made.

    Returns:
        The two files.
    """
    base = Path(path)
    base.parent.mkdir(parents=True, exist_ok=True)
    svg, png = base.with_name(f"{base.name}.svg"), base.with_name(f"{base.name}.png")
    title = " ".join(figure.get_suptitle().split())
    about = {"Creator": "Entente", "Date": None} | ({"Title": title} if title else {})
    text = io.StringIO()
    dots = SLIDE_PIXELS / SLIDE[0] if tuple(figure.get_size_inches()) == SLIDE else _RESOLUTION
    with house_style():
        figure.savefig(text, format="svg", metadata=about)
        figure.savefig(png, dpi=dots, metadata={"Software": None})
    svg.write_text(plain_text(text.getvalue()), encoding="utf-8")  # XML knows no control characters
    return svg, png
