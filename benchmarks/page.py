"""The page of figures: Markdown in a folder, and between two marks of ``benchmarks/README.md``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from entente.docs_build.markdown import rows_to_table

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"


@dataclass(frozen=True)
class Section:
    """One table of the page.

    Attributes:
        title: its heading.
        text: a few lines above it.
        table: the table; nan is shown as an empty cell; without rows it is left out.
        picture: file name of a figure below it, or nothing.
        alternative: what the figure shows, for readers who cannot see it.
    """

    title: str
    text: str
    table: pd.DataFrame
    picture: str = ""
    alternative: str = ""

    def as_markdown(self, folder: str = "") -> str:
        """Return the section in Markdown, with its figure in the given folder."""
        lines = [f"### {self.title}", self.text]
        if len(self.table) > 0:
            lines.append(as_table(self.table))
        if self.picture:
            lines.append(f"![{self.alternative}]({folder}{self.picture})")
        return "\n\n".join(lines)


def as_table(table: pd.DataFrame) -> str:
    """Return a table in Markdown, with three significant figures."""
    return rows_to_table(
        list(table.columns), ([format_value(value) for value in row] for row in table.itertuples(index=False))
    )


def format_value(value: object) -> str:
    """Return the text of one cell."""
    if value is None or value != value:  # nan
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def as_page(sections: list[Section], about: Mapping[str, str], folder: str = "") -> str:
    """Return the whole page: the machine, then the sections."""
    machine = "\n".join(f"- {name}: {value}" for name, value in about.items())
    return "\n\n".join([machine, *(section.as_markdown(folder) for section in sections)]) + "\n"


def write_page(
    sections: list[Section], tables: Mapping[str, pd.DataFrame], about: Mapping[str, str], folder: Path
) -> None:
    """Write the page as ``benchmarks.md``, and every table, by name, as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(as_page(sections, about), encoding="utf-8")
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)


def update_readme(sections: list[Section], about: Mapping[str, str], folder: str, readme: Path = README) -> None:
    """Replace what stands between the two marks of the README by the page; the rest is written by hand."""
    text = readme.read_text(encoding="utf-8")
    inside = f"{BEGIN}\n\n{as_page(sections, about, folder)}\n{END}"
    found = re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: inside, text, flags=re.DOTALL)
    readme.write_text(found, encoding="utf-8")
