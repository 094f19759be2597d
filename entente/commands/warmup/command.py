"""``entente warmup``: the rules compiled before anybody waits for them."""

import argparse

from entente.i18n import N_, say
from entente.terminal.argument_parser import Commands

ABOUT = N_("compile the rules now, before a workshop or in an image")
MORE = N_(
    "The first run on a machine compiles the rules; after this, none waits for it. Where they "
    "are kept: NUMBA_CACHE_DIR\n"
    "if it is set, else the cache folder of the user. A changed version compiles its own. In an "
    "image, set\n"
    "NUMBA_CACHE_DIR for good, then run this; the folder may be read-only afterwards."
)


def add_parser(commands: Commands, language: str) -> None:
    """Declare the command, which takes no argument."""
    commands.add("warmup", say(ABOUT, language), say(MORE, language))


def run(arguments: argparse.Namespace, language: str) -> int:
    """Compile every rule unless it is done, print where they are kept, and return the exit code."""
    from entente.terminal.compilation import warm_up

    return warm_up(language)
