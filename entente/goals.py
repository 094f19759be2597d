"""Goals as they are asked for: read all at once, and refused with what they could have been."""

from collections.abc import Sequence

from analysis.compare import MEASURES
from analysis.goals import NO_ESSOUFFLEMENT, Goal, goal_of
from entente.problems import Located, Origin
from sim.validation import SettingsError, nearest


def goals_of(texts: Sequence[str], said_by: str = "command_line") -> tuple[Goal, ...]:
    """Return the goals that texts such as ``final>=0.5`` ask for; no essoufflement when there are none.

    Raises:
        SettingsError: with every one that cannot be read.
    """
    found: list[Goal] = []
    wrong: list[Located] = []
    for text in texts:
        try:
            found.append(goal_of(text))
        except KeyError as error:
            name = str(error.args[0])
            wanted = "names of summaries (entente list measures)"
            wrong.append(Located("goal", f"{name!r} is not possible", wanted, nearest(name, MEASURES), Origin(said_by)))
        except ValueError:
            wanted = "a goal such as final>=0.5 or essoufflement=no"
            wrong.append(Located("goal", f"{text} cannot be read", wanted, origin=Origin(said_by)))
    if wrong:
        raise SettingsError(wrong)
    return tuple(found) or (NO_ESSOUFFLEMENT,)
