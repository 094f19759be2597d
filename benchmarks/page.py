"""What was measured as a page: Markdown in a folder, and between two marks of ``benchmarks/README.md``."""

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
        said: a few lines above it.
        table: the table itself; nan stands for nothing.
        picture: file name of a figure below it, or nothing.
        alternative: what the figure shows, for who does not see it.
    """

    title: str
    said: str
    table: pd.DataFrame
    picture: str = ""
    alternative: str = ""

    def as_markdown(self, folder: str = "") -> str:
        """Return the section, its figure being in a folder."""
        lines = [f"### {self.title}", self.said, as_table(self.table)]
        if self.picture:
            lines.append(f"![{self.alternative}]({folder}{self.picture})")
        return "\n\n".join(lines)


def as_table(table: pd.DataFrame) -> str:
    """Return a table in Markdown, numbers with three figures that tell."""
    return rows_to_table(
        list(table.columns), ([shown(value) for value in row] for row in table.itertuples(index=False))
    )


def shown(value: object) -> str:
    """Return one value as a cell."""
    if value is None or value != value:  # nan
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def as_page(sections: list[Section], about: Mapping[str, str], folder: str = "") -> str:
    """Return the whole page: the machine, then the sections."""
    machine = "\n".join(f"- {name}: {value}" for name, value in about.items())
    return "\n\n".join([machine, *(section.as_markdown(folder) for section in sections)]) + "\n"


def write(sections: list[Section], tables: Mapping[str, pd.DataFrame], about: Mapping[str, str], folder: Path) -> None:
    """Write the page as ``benchmarks.md``, and every table, by name, as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(as_page(sections, about), encoding="utf-8")
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)


def put_into_readme(sections: list[Section], about: Mapping[str, str], folder: str, readme: Path = README) -> None:
    """Put the page between the two marks of the README; what stands around them is written by hand."""
    text = readme.read_text(encoding="utf-8")
    inside = f"{BEGIN}\n\n{as_page(sections, about, folder)}\n{END}"
    found = re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: inside, text, flags=re.DOTALL)
    readme.write_text(found, encoding="utf-8")
