"""``entente plan``: the sheet read and said, plans found, everything left in one folder."""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import yaml

from entente.catalogue.catalogue import GRADES
from entente.commands.plan.arguments import arguments_text, read_arguments, refuse_search
from entente.commands.plan.kinds import change_kinds, shipped_kinds
from entente.commands.plan.plan import deliver_plan
from entente.commands.plan.reading import kinds_text, plan_parts
from entente.commands.plan.results import PlanResults, make_plan
from entente.commands.plan.template import write_template
from entente.commands.portfolios.delivery import LIVE, REPORT, Delivered, StoppedError
from entente.commands.portfolios.report import heading_text, plans_text
from entente.commands.portfolios.search import require_pymoo
from entente.commands.portfolios.spec import portfolio_spec
from entente.config.places import YAML_ENDS
from entente.config.problems import Located
from entente.config.yaml_files import Loader, UnreadableError, read_yaml
from entente.i18n import N_, number, say
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError
from entente.terminal.exit_codes import FAILED
from entente.terminal.experiment import exit_code_of
from entente.terminal.layout import card, table
from entente.terminal.opening import open_file
from entente.terminal.options import COMMAND_LINE
from entente.terminal.quantities import duration_text

OTHER_NAME = message("another name, or --overwrite")
STEP_NAMES = {
    "read": N_("reading"), "screen": N_("each change by itself"), "search": N_("portfolios"),
    "futures": N_("fresh futures"), "report": N_("report"),
}  # fmt: skip


def plan_command(arguments: argparse.Namespace, language: str) -> int:
    """Do what the arguments ask for and return the exit code."""

    def work() -> int:
        if arguments.template is not None:
            return make_template(Path(arguments.template).expanduser(), arguments.overwrite, language)
        if arguments.kinds:
            return print_kinds(arguments.words, language)
        return (print_reading if arguments.no_search else plan_and_search)(arguments, language)

    return exit_code_of(work, language, arguments.words)


def print_reading(arguments: argparse.Namespace, language: str) -> int:
    """Write the scenario of a sheet, print all that is to be known of it, and return the exit code."""
    path, spec, run_words = read_arguments(arguments)
    refuse_search(arguments, run_words)
    found = make_plan(path, spec, "command_line", language)
    place = Path(arguments.scenario or f"{found.sheet.path.stem}.yaml").expanduser()
    save_scenario(found, place, arguments.overwrite, language)  # before anything is said: a reader may go away
    print("\n\n".join(text for _, text in plan_parts(found, language)))
    print("\n" + say("Scenario: {path}", language, path=place))
    print(say("Next: entente plan {words}", language, words=arguments_text(arguments)))
    return FAILED if found.overruns else 0


def plan_and_search(arguments: argparse.Namespace, language: str) -> int:
    """Read a sheet, say what is to be known first, find plans, leave all in one folder, and return the exit code."""
    begun = time.perf_counter()
    path, spec, run_words = read_arguments(arguments)
    if arguments.options is None:
        require_pymoo()
    found = make_plan(path, spec, "command_line", language)
    if arguments.scenario:
        save_scenario(found, Path(arguments.scenario).expanduser(), arguments.overwrite, language)
    parts = dict(plan_parts(found, language))
    print("\n\n".join(parts[name] for name in ("read", "stops", "hangs", "money") if name in parts))
    if not spec.envelopes:
        print(say("Without --envelope, plans of any cost are looked at.", language))
    with found.scenario_file() as scenario:
        searched = portfolio_spec(
            [f"scenario={scenario}", *run_words], envelopes=spec.envelopes, goals=arguments.goal,
            levers=arguments.levers, options=arguments.options, quick=arguments.quick,
        )  # fmt: skip
        print("\n" + heading_text(searched, language), flush=True)
        read = time.perf_counter() - begun
        try:
            given = deliver_plan(found, searched, f"entente plan {arguments_text(arguments)}", language)
        except StoppedError as error:
            print(say("The same command goes on.", language), file=sys.stderr)
            return error.exit_code
    print("\n" + "\n\n".join(end_parts(given, {"read": read, **given.seconds}, language)))
    if arguments.open:
        open_file(given.folder / REPORT, language)
    return 0


def end_parts(given: Delivered, seconds: Mapping[str, float], language: str) -> Iterator[str]:
    """Yield what is said at the end: the answer, the plans, where all is, how long it took."""
    yield "\n".join(given.found.sentences(language))
    yield plans_text(given.found, language)
    yield "\n".join(given.found.titles(language).values())
    facts = [(say("To print", language), ", ".join(str(given.folder / name) for name in given.reports)),
             (say("To question", language), str(given.folder / LIVE)),
             (say("All the rest", language), str(given.folder)),
             (say("Time", language), time_text(seconds, language))]  # fmt: skip
    yield card("", facts)


def time_text(seconds: Mapping[str, float], language: str) -> str:
    """Return how long everything took, and each step."""
    steps = [say("{step}: {time}", language, step=say(STEP_NAMES[name], language), time=duration_text(one, language))
             for name, one in seconds.items() if one > 0]  # fmt: skip
    return say("{time} ({steps})", language, time=duration_text(sum(seconds.values()), language),
               steps=say("; ", language).join(steps))  # fmt: skip


def save_scenario(found: PlanResults, place: Path, overwrite: bool, language: str) -> None:
    """Write the scenario, unless the file says the same already.

    Raises:
        SettingsError: when its name is not that of a scenario, or it says something else and is not to be replaced.
        OSError: when it cannot be written.
    """
    if not is_written_already(place, found.scenario(language), overwrite):
        found.save(place, language)


def is_written_already(place: Path, text: str, overwrite: bool) -> bool:
    """Tell whether a file holds this scenario already, whatever its comments, which somebody may have written.

    Raises:
        SettingsError: when its name is not that of a scenario, or it says something else and is not to be replaced.
    """
    if place.suffix.lower() not in YAML_ENDS:
        wanted = message("a name that ends with .yaml")
        raise SettingsError([Located("--scenario", not_possible(str(place)), wanted, origin=COMMAND_LINE)])
    if overwrite or not place.exists():
        return False
    with suppress(UnreadableError):
        if read_yaml(place).tree == yaml.load(text, Loader=Loader):
            return True
    problem, wanted = message("{path} is there already, and says something else", path=place), OTHER_NAME
    raise SettingsError([Located("--scenario", problem, wanted, origin=COMMAND_LINE)])


def make_template(path: Path, overwrite: bool, language: str) -> int:
    """Write an empty list to fill in and return the exit code."""
    if path.suffix.lower() != ".xlsx":
        wanted = message("a name that ends with .xlsx")
        raise SettingsError([Located("--template", not_possible(str(path)), wanted, origin=COMMAND_LINE)])
    if path.exists() and not overwrite:
        problem = message("{path} is there already, and says something else", path=path)
        raise SettingsError([Located("--template", problem, OTHER_NAME, origin=COMMAND_LINE)])
    write_template(path, shipped_kinds(), language)
    print(say("Written: {path}", language, path=path))
    print(say("Fill in its first sheet, then: entente plan {path}", language, path=path))
    return 0


def print_kinds(words: Sequence[str], language: str) -> int:
    """Print what is assumed of every kind of organisation and return the exit code."""
    kinds, _ = change_kinds(shipped_kinds(), words)
    print(kinds_text(kinds, None, language))
    rows = [(say(ANSWERS[name], language), f"answers.{name}", number(one.value, language, 2),
             say(GRADES[one.grade], language), one.source) for name, one in kinds.answers.items()]  # fmt: skip
    head = [N_("delegate can decide"), N_("to change it"), N_("decision power"), N_("grade"), N_("source")]
    print("\n" + table(rows, [say(name, language) for name in head], numbers=(2,)))
    return 0


ANSWERS = {"yes": N_("yes"), "no": N_("no"), "after": N_("after consultation")}
