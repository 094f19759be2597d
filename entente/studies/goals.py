"""Goals of a request: read all at once, and refused with what they could have been."""

from collections.abc import Sequence

from entente.analysis.statistics.goals import NO_ESSOUFFLEMENT, Goal, parse_goal
from entente.analysis.statistics.measures import MEASURES
from entente.config.problems import SUMMARY_NAMES, Located, Origin, locate, unknown_names
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError


def goals_of(texts: Sequence[str], said_by: str = "command_line") -> tuple[Goal, ...]:
    """Return the goals that texts such as ``final>=0.5`` ask for; no essoufflement when there are none.

    Raises:
        SettingsError: with every one that cannot be read.
    """
    found: list[Goal] = []
    wrong: list[Located] = []
    for text in texts:
        try:
            found.append(parse_goal(text))
        except KeyError as error:
            unknown = unknown_names("goal", [str(error.args[0])], MEASURES, SUMMARY_NAMES)
            wrong += [locate(one, Origin(said_by)) for one in unknown]
        except ValueError:
            wanted = message("a goal such as final>=0.5 or essoufflement=no")
            wrong.append(Located("goal", message("{text} cannot be read", text=text), wanted, origin=Origin(said_by)))
    if wrong:
        raise SettingsError(wrong)
    return tuple(found) or (NO_ESSOUFFLEMENT,)
