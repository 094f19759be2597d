"""What the command line asks of ``entente plan``: of the sheet, and of the search for plans."""

import argparse
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from entente.commands.plan.cells import parse_dollars
from entente.commands.plan.results import PlanSpec, find_sheet
from entente.commands.portfolios.report import search_words
from entente.commands.portfolios.spec import is_list_of_options
from entente.config.overrides import override_key
from entente.config.places import GROUPS
from entente.config.problems import Located
from entente.config.run_settings import RUN_PARAMETERS
from entente.sim.validation.messages import message, not_possible
from entente.sim.validation.validate import SettingsError
from entente.studies.options import ExecutorOptions, is_option
from entente.terminal.options import COMMAND_LINE


def read_arguments(arguments: argparse.Namespace) -> tuple[Path, PlanSpec, list[str]]:
    """Return the sheet, what is asked of it, and the words that say how plans are looked for.

    Raises:
        SettingsError: with everything that is wrong.
    """
    wrong = list[Located]()
    words = [word for word in arguments.words if "=" in word or word.startswith("~")]
    files = [word for word in arguments.words if word not in words]
    wrong += wrong_number_of_lists(len(files))
    envelopes, bad = read_amounts(
        "--envelope", arguments.envelope, message("dollars a year, such as 40000 or 40000,25000")
    )
    rate = [] if arguments.rate is None else [arguments.rate]
    rates, worse = read_amounts("--rate", rate, message("dollars for an hour, from 0 to 500"))
    run_words = [word for word in words if is_run_word(word)]
    words = [word for word in words if word not in run_words or is_option_in_place(word)]
    wrong += [*bad, *worse]
    if wrong:
        raise SettingsError(wrong)
    rate_asked = rates[0] if rates else None
    return find_sheet(files[0]), PlanSpec(words, arguments.lead, arguments.scale_work, envelopes, rate_asked), run_words


def wrong_number_of_lists(count: int) -> Iterator[Located]:
    """Yield that there is no list of partners, or several."""
    if count != 1:
        problem = (
            message("{count} lists of partners", count=count) if count else message("there is no list of partners")
        )
        wanted = message("one, such as partners.xlsx (entente plan --template partners.xlsx makes an empty one)")
        yield Located("plan", problem, wanted, origin=COMMAND_LINE)


def is_run_word(word: str) -> bool:
    """Tell whether a word says how plans are looked for: how to run, or which options may be chosen."""
    key = override_key(word)
    return key in RUN_PARAMETERS or is_option(key, ExecutorOptions) or key in GROUPS


def is_option_in_place(word: str) -> bool:
    """Tell whether a word states the one option of a group: that of the scenario, which no plan replaces."""
    return override_key(word) in GROUPS and not is_list_of_options(word)


def read_amounts(name: str, texts: Sequence[str], wanted: str) -> tuple[list[float], list[Located]]:
    """Return the dollars of an option, and what is wrong with them."""
    found, wrong = list[float](), list[Located]()
    for one in texts:
        amount = parse_dollars(one)
        if amount is None:
            wrong.append(Located(name, not_possible(one), wanted, origin=COMMAND_LINE))
        else:
            found.append(amount)
    return found, wrong


def refuse_search(arguments: argparse.Namespace, run_words: Sequence[str]) -> None:
    """Refuse what says how plans are looked for, where none are.

    Raises:
        SettingsError: with each of these.
    """
    named = {"--goal": arguments.goal, "--levers": arguments.levers, "--options": arguments.options,
             "--quick": arguments.quick, "--open": arguments.open}  # fmt: skip
    wrong = [name for name, one in named.items() if one]
    wrong += [override_key(word) for word in run_words if not is_option_in_place(word)]
    wanted = message("it without --no-search")
    if wrong:
        raise SettingsError([Located(name, message("nothing is run here"), wanted, origin=COMMAND_LINE)
                             for name in wrong])  # fmt: skip


def arguments_text(arguments: argparse.Namespace) -> str:
    """Return what was asked of the command, as it would be typed again to search for plans."""
    valued = {"--envelope": ",".join(arguments.envelope), "--lead": arguments.lead, "--rate": arguments.rate}
    flags = {"--scale-work": arguments.scale_work}
    options = [*(part for name, one in valued.items() if one for part in (name, one)),
               *(name for name, one in flags.items() if one)]  # fmt: skip
    return shlex.join([*arguments.words, *options, *search_words(arguments)])
