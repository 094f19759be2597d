"""The two worked examples of the pages for planners: ``python -m entente.docs_build.planner_examples FOLDER``.

For each list that ships, the commands of its page are run in a folder, in both languages: plans, the report, a register
made up for the example, a bank and the forecast. What the pages tell is then copied into ``docs``. Stopped, the same
command goes on.
"""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from entente.analysis.attendance.scores import FORECASTERS
from entente.commands.attendance.attendance import most_invited
from entente.commands.run.run import run
from entente.config.places import LEVER
from entente.docs_build.made_on import measured_folder, stamp_measured
from entente.docs_build.markdown import code, rows_to_table
from entente.docs_build.measured import read_about, read_rows, write_smaller
from entente.i18n import N_, number, say
from entente.i18n.option_names import HERE
from entente.main import main as run_command
from entente.results.files import write_text

FORECAST_FOLDER = "forecast"  # in the folder of an example
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PAGE_SIZE = {"width": 816, "height": 1056}  # a Letter page at 96 dots per inch
_FIRST_PAGE_END = """() => [...document.querySelectorAll("body *")]
    .find((one) => getComputedStyle(one).breakBefore === "page")?.getBoundingClientRect().top"""
_COLOURS = 256  # of the pictures: fewer would lose what is said in red
_REGISTER_SEED = 77  # of the single life that the made-up register tells


@dataclass(frozen=True)
class PlannerExample:
    """An example of the pages.

    Attributes:
        sheet: the name of a list that ships.
        envelope: dollars a year.
        hours: of the coordination, each week.
    """

    sheet: str
    envelope: int
    hours: float

    def plan_words(self, language: str) -> list[str]:
        """Return the words of the command that finds the plans."""
        return ["plan", self.sheet, f"leadership.hours={self.hours:g}", "--scale-work", "--envelope",
                str(self.envelope), "--quick", f"output={self.folder(language)}", "--lang", language]  # fmt: skip

    def folder(self, language: str) -> str:
        """Return where the plans go: a folder for each language, since the report is written in one."""
        return f"{self.sheet}-{language}"

    def bank_words(self) -> list[str]:
        """Return the words of the command that makes the bank."""
        return ["calibrate", f"scenario={self.folder('en')}/scenario.yaml", "--bank"]

    def forecast_words(self, language: str) -> list[str]:
        """Return the words of the command that foresees the next meetings."""
        return ["calibrate", f"{self.sheet}-register.csv", f"scenario={self.folder('en')}/scenario.yaml",
                f"output={self.sheet}-{FORECAST_FOLDER}-{language}", "--lang", language]  # fmt: skip


EXAMPLES = {one.sheet: one for one in (PlannerExample("logement_dabord", 75_000, 17.5),
                                       PlannerExample("cellule_action", 60_000, 17.5))}  # fmt: skip


def write_made_up_register(example: PlannerExample) -> Path:
    """Write the register of one life of the scenario: names × meetings, as a coordinator keeps it."""
    scenario = Path(example.folder("en"), "scenario.yaml")
    lived = run(scenario, replicates=1, seed=_REGISTER_SEED, attendance=True)
    assert lived.attendance is not None
    table = lived.attendance
    held = table[(table["channel"] == most_invited(lived)) & (table["expected"] == 1)]
    marks = held.pivot(index="organisation", columns="week", values="present")
    names = {key: one.name.fr for key, one in lived.settings.organisations.items()}
    rows = [["Organisme", *(f"S{week}" for week in marks.columns)]]
    rows += [[name, *("-" if pd.isna(one) else "PA"[one == 0] for one in marks.loc[key])]
             for key, name in names.items() if key in marks.index]  # fmt: skip
    place = Path(f"{example.sheet}-register.csv")
    write_text(place, "\n".join(";".join(row) for row in rows) + "\n")
    return place


def carry_out(
    example: PlannerExample, more: Sequence[str] = (), bank: Sequence[str] = (), languages: Sequence[str] = ("en", "fr")
) -> None:
    """Run the commands of an example in the present folder.

    Args:
        example: which one.
        more: words that make the search smaller, for a test.
        bank: words that make the bank smaller, for a test.
        languages: in which the results are written, English first.

    Raises:
        RuntimeError: when one of them fails.
    """
    for language in languages:
        _check([*example.plan_words(language), *more])
    write_made_up_register(example)
    _check([*example.bank_words(), *bank])
    for language in languages:
        _check([*example.forecast_words(language), *bank])


def _check(words: list[str]) -> None:
    """Run a command.

    Raises:
        RuntimeError: when it fails.
    """
    if code := run_command(words):
        raise RuntimeError(f"entente {' '.join(words)}: exit code {code}")


def take_example(example: PlannerExample, folder: Path) -> None:
    """Copy what the pages tell of an example from the folder where its commands were run."""
    name, figures = f"example_{example.sheet}", HERE.parent / "docs" / "figures"
    for language in ("en", "fr"):
        plans, forecast = folder / example.folder(language), folder / f"{example.sheet}-{FORECAST_FOLDER}-{language}"
        write_smaller(forecast / "forecast.png", figures / f"{name}_forecast_{language}.png", _COLOURS)
        draw_first_page(plans / "report.html", figures / f"{name}_report_{language}.png")
    shutil.copy(folder / example.folder("en") / "plans.csv", measured_folder() / f"{name}.csv")
    whole = json.loads((folder / f"{example.sheet}-{FORECAST_FOLDER}-en" / "forecast.json").read_text(encoding="utf-8"))
    kept = {"scores": whole["forecast_scores"], "meetings": whole["meetings"],
            "chance_of_learning_nothing": whole["chance_of_learning_nothing"], "whole": whole["forecast"][-1],
            "slipping": sum(row["slipping"] for row in whole["forecast"])}  # fmt: skip
    write_text(measured_folder() / f"{name}.json", json.dumps(kept, indent=2, ensure_ascii=False) + "\n")


def draw_first_page(report: Path, written: Path) -> None:
    """Draw the first printed page of a report with the browser of the system; nothing where there is none."""
    browser = os.environ.get("ENTENTE_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        print(f"{written.name}: no browser, not drawn", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=browser, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        page = opened.new_page(viewport=_PAGE_SIZE, device_scale_factor=2)
        page.emulate_media(media="print")
        page.goto(report.resolve().as_uri())
        page.add_style_tag(content="body { margin: 12mm !important }")
        height = min(_PAGE_SIZE["height"], page.evaluate(_FIRST_PAGE_END) or _PAGE_SIZE["height"])
        page.screenshot(path=str(written), clip={"x": 0, "y": 0, "width": _PAGE_SIZE["width"], "height": height})
        opened.close()
    write_smaller(written, written, _COLOURS)


def example_plans_table(sheet: str, language: str) -> str:
    """Return the plans of an example: what each changes, in how many futures of ten it holds, dollars, hours."""
    head = [N_("plan"), N_("what it changes"), N_("holds in n of 10 futures"), N_("dollars over three years"),
            N_("hours a month and partner")]  # fmt: skip
    rows = [
        [row["plan"], ", ".join(code(one) for one in _changes(row["changes"])) or say("as it is", language),
         number(10 * float(row["holds"]), language, 1), number(float(row["dollars"]), language, 0),
         number(float(row["hours_month"]), language, 1)]
        for row in read_rows(measured_folder() / f"example_{sheet}.csv")
    ]  # fmt: skip
    return rows_to_table([say(one, language) for one in head], rows)


def _changes(text: str) -> list[str]:
    """Return the changes of a plan, each lever by itself."""
    found = []
    for word in text.split():
        key, _, value = word.partition("=")
        several = key == LEVER and value.startswith("[")
        found += [f"{key}={one}" for one in value.strip("[]").split(",")] if several else [word]
    return found


def example_scores_table(sheet: str, language: str) -> str:
    """Return the scores of the forecasts of the made-up register of an example."""
    about = read_about(f"example_{sheet}")
    assert about is not None
    head = [say(one, language) for one in (N_("forecast of the next meeting"), N_("Brier"), N_("log"))]
    rows = [[say(FORECASTERS[row["forecaster"]], language), number(row["brier"], language, 3),
             number(row["log"], language, 3)] for row in about["scores"]]  # fmt: skip
    return rows_to_table(head, rows)


def main(words: list[str]) -> int:
    """Carry out both examples in a folder, take what the pages tell, and return the exit code."""
    if len(words) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(words[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for example in EXAMPLES.values():
        with chdir(folder):
            carry_out(example)
        take_example(example, folder)
    print(stamp_measured(["planner_examples"]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
