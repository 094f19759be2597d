"""The folder of an experiment: every file waits under a passing name until all are whole."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from entente.config.run_settings import Run
from entente.experiments.asked import Asked
from entente.results.manifest import PACKAGES
from entente.results.versions import __version__, version_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Results:
    """The folder of one experiment."""

    def __init__(self, folder: Path) -> None:
        """Fill ``folder``, whose former results stay until ``publish``."""
        self.folder = folder
        self.names: list[str] = []

    def __enter__(self) -> Self:
        """Begin to take files."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Take back what waits when something went wrong."""
        if kind is not None:
            self.discard()

    def text(self, name: str, content: str) -> None:
        """Take one file of text."""
        self.passing(name).write_text(content, encoding="utf-8")

    def table(self, name: str, frame: pd.DataFrame) -> None:
        """Take one table: as Parquet by that suffix, else as text: commas, points, missing figures left empty."""
        if name.endswith(".parquet"):
            frame.to_parquet(self.passing(name), index=False, compression="zstd")
            return
        self.text(name, frame.to_csv(index=False, lineterminator="\n", float_format="%.6g"))

    def figure(self, name: str, figure: "Figure") -> str:
        """Take one figure as svg and png; return the svg as text, to stand in a page."""
        from entente.analysis.plotting.style import save

        svg, png = save(figure, self.folder / f".{name}")
        for made, suffix in ((svg, "svg"), (png, "png")):
            made.replace(self.passing(f"{name}.{suffix}"))
        drawn = self.passing(f"{name}.svg").read_text(encoding="utf-8")
        return drawn[drawn.index("<svg") :]

    def passing(self, name: str) -> Path:
        """Return where a file waits until all are whole."""
        if name not in self.names:
            self.names.append(name)
        return self.folder / f".{name}.part"

    def publish(self, asked: Asked, about: Mapping[str, Any]) -> None:
        """Write the manifest of what was asked for, and give every file its name."""
        names, scenarios = list(asked.names), [base.name for base in asked.bases]
        self.finish(asked.run, {"names": names, "scenarios": scenarios, "overrides": list(asked.words), **about})

    def finish(self, run: Run, about: Mapping[str, Any]) -> None:
        """Write the manifest and give every file its name, the manifest last; what a former one left here goes."""
        whole = {
            "entente": __version__,
            "seed": run.seed,
            "replicates": run.replicates,
            **about,
            "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
            "platform": platform.platform(),
            "run": asdict(run) | {"format": run.format.value},
            "files": [*self.names, "manifest.json"],
        }
        self.text("manifest.json", json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        for name in self.former():
            (self.folder / name).unlink(missing_ok=True)
        for name in self.names:
            with self.passing(name).open("rb+") as file:
                os.fsync(file.fileno())
            self.passing(name).replace(self.folder / name)

    def former(self) -> list[str]:
        """Return the files that the manifest already in the folder lists, and that nothing new replaces."""
        try:
            listed = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        except (OSError, ValueError, KeyError, TypeError):
            return []  # no manifest, or not one of ours
        return [name for name in listed if Path(name).name == name and name not in self.names]

    def discard(self) -> None:
        """Take back what waits."""
        for name in self.names:
            self.passing(name).unlink(missing_ok=True)
