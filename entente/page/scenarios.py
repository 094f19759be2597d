"""The scenarios that a page holds: those that are shipped, and one of the user's own before them."""

from typing import Any

from pydantic import TypeAdapter

from entente.config.composition import DEFAULT_SCENARIO
from entente.config.places import scenario_paths
from entente.config.scenario_files import load_scenario
from entente.page.names import text_or
from entente.page.tables import page_scenario, page_twin
from entente.results.notices import notices
from entente.sim.model.texts import Text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError

OWN_SCENARIO = "own"  # what a scenario given by its file is called on the page
_TEXTS = ("idea", "question", "story", "look_at")


def scenarios_of_page(named: str | None) -> list[dict[str, Any]]:
    """Return the scenarios of a page; ``named``, where it is a file, comes first.

    Others that cannot be used, in a folder ``scenarios`` of the user's, are left out, with a notice.

    Returns:
        For each its ``id``; ``title``, ``idea``, ``question``, ``story``, ``look_at`` in both languages; ``sources``;
        whether it is a ``teaching`` one, which asks a question and has an idea to give; its ``twin``; and what it is
        ``composed`` of (``entente.page.tables.page_scenario``).

    Raises:
        SettingsError: with everything that is wrong in the one that is named.
    """
    known = scenario_paths()
    first = DEFAULT_SCENARIO if named is None else named
    found = [] if first in known else [scenario_on_page(first, OWN_SCENARIO)]
    for name in known:
        try:
            found.append(scenario_on_page(name, name))
        except SettingsError as error:
            if name == first:
                raise
            wrong = error.violations[0]
            notices.warning(
                message(
                    "the scenario {name} is left out of the page: {path}: {problem}",
                    name=name, path=wrong.path, problem=wrong.problem,
                )
            )  # fmt: skip
    return found


def scenario_on_page(named: str, called: str) -> dict[str, Any]:
    """Return what a page holds of one scenario, given by its name or its path, under a name of its own.

    Raises:
        SettingsError: with everything that is wrong in it.
    """
    composed = page_scenario(named)
    scenario = load_scenario(named, None)
    tree = scenario.values
    texts = {key: text_or(_text(tree.get(key)), "") for key in _TEXTS}
    return {
        "id": called,
        "title": text_or(_text(tree.get("title")), composed["name"].replace("_", " ")),
        **texts,
        "sources": [str(one) for one in tree.get("sources") or ()],
        "teaching": all(texts["idea"].values()) and all(texts["question"].values()),
        "twin": page_twin(scenario),
        "composed": composed,
    }


def _text(said: Any) -> Text:
    """Return what a file says in both languages, or in one."""
    return TypeAdapter(Text).validate_python(said if isinstance(said, dict) else {})
