"""What is asked of a search for portfolios: the situation, what may be decided, the envelopes, plans already named."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from entente.analysis.portfolios.plans import DEFAULT_GOALS
from entente.analysis.portfolios.portfolio import Portfolio
from entente.analysis.statistics.goals import Goal
from entente.commands.portfolios.search import QUICK, SearchSizes, require_pymoo
from entente.commands.portfolios.situation import NOT_PROPOSED, Situation
from entente.config.configuration import configure
from entente.config.overrides import override_key
from entente.config.places import GROUPS, LEVER, option_paths
from entente.config.problems import Located, Origin, attempt, locate
from entente.config.run_settings import Run
from entente.config.yaml_files import UnreadableError, read_yaml
from entente.sim.validation.messages import message, not_possible, one_of
from entente.sim.validation.validate import SettingsError, nearest
from entente.studies.goals import goals_of
from entente.studies.options import ExecutorOptions, split_options
from entente.studies.plausible import Sample, requested_sample

MOST_NAMED, MOST_IN_NAME = 25, 60  # plans of a file, and letters of a name
QUICK_FUTURES = 40


@dataclass(frozen=True)
class PortfolioSpec:
    """What is asked.

    Attributes:
        situation: what portfolios are made of.
        sample: plausible settings of the rules, or None.
        choices: the options that may be chosen in each group.
        levers: that may be added.
        envelopes: dollars of each year; none for no limit.
        goals: what a plan that holds meets.
        named: plans of a file, by name; None where they are to be found.
        sizes: how far the search goes.
        run: how each is run: ``replicates`` futures.
        options: what carries it out.
        words: the request as it was given.
        model: a subclass of ``sim.Partnership`` to step instead of the compiled rules.
    """

    situation: Situation
    sample: Sample | None
    choices: Mapping[str, tuple[str, ...]]
    levers: tuple[str, ...]
    envelopes: tuple[float, ...]
    goals: tuple[Goal, ...]
    named: Mapping[str, Portfolio] | None
    sizes: SearchSizes
    run: Run
    options: ExecutorOptions
    words: tuple[str, ...]
    model: type | None = None


def portfolio_spec(
    words: Sequence[str], *, envelopes: Sequence[float] = (), goals: Sequence[str] = (), levers: Sequence[str] = (),
    options: str | Path | None = None, quick: bool = False, said_by: str = "command_line", model: type | None = None,
) -> PortfolioSpec:  # fmt: skip
    """Return what is asked.

    Args:
        words: the scenario, settings, how to run; several options of a group (``leadership=shared,broker``) are those
            that may be chosen, instead of all.
        envelopes: dollars of each year.
        goals: such as ``final>=0.4``.
        levers: that may be added; all that the sources advise unless stated.
        options: a file of named plans, which are weighed instead of a search.
        quick: whether a coarse search is enough.
        said_by: what to call the origin of all this.
        model: a subclass of ``sim.Partnership``.

    Raises:
        SettingsError: with everything that is wrong.
    """
    origin = Origin(said_by)
    executor, (rest, _, wrong) = split_options(ExecutorOptions, list(words), {})
    lists, own = split_lists(rest)
    given = frozenset(map(override_key, own))
    base = configure([*own, *usual_words(given, quick)], {}, said_by)
    situation = Situation(tuple(own), base, said_by)
    aims, refused = attempt(lambda: goals_of(goals, said_by) if goals else DEFAULT_GOALS)
    violations = [*(locate(one, origin) for one in wrong), *unknown_options(lists, origin), *refused,
                  *unknown_levers_of(levers, situation, origin), *wrong_envelopes(envelopes, origin)]  # fmt: skip
    if violations or aims is None:
        raise SettingsError(violations)
    named = named_plans(options, situation)
    choices = {group: options_to_choose(group, lists.get(group), situation, given) for group in GROUPS}
    kept = tuple(filter(situation.levers.__contains__, levers)) or tuple(situation.advised_levers())
    run = replace(base.run, plausible=None)  # futures draw the plausible settings themselves
    return PortfolioSpec(situation, requested_sample(base.run), choices, kept, tuple(envelopes), aims, named,
                         QUICK if quick else SearchSizes(), run, executor, tuple(words), model)  # fmt: skip


def split_lists(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the options of each group that may be chosen, as text, and the other words."""
    lists = {override_key(word): word.partition("=")[2] for word in words if is_list_of_options(word)}
    return lists, [word for word in words if not is_list_of_options(word)]


def named_plans(options: str | Path | None, situation: Situation) -> dict[str, Portfolio] | None:
    """Return the plans of a file, or None where they are to be searched for, which takes pymoo.

    Raises:
        SettingsError: with everything that is wrong.
    """
    if options is None:
        require_pymoo()
        return None
    return read_named_plans(Path(options).expanduser(), situation)


def usual_words(given: Collection[str], quick: bool) -> list[str]:
    """Return how to run where nothing is said of it: in plausible settings, and in how many futures."""
    words = ["plausible=200", *([f"replicates={QUICK_FUTURES}"] if quick else [])]
    return [word for word in words if override_key(word) not in given]


def is_list_of_options(word: str) -> bool:
    """Tell whether a word lists options of a group that may be chosen."""
    key, _, value = word.partition("=")
    return key in GROUPS and "," in value


def options_to_choose(group: str, listed: str | None, situation: Situation, given: Collection[str]) -> tuple[str, ...]:
    """Return the options of a group that may be chosen instead of the one in place; none where one is stated."""
    if listed is None and group in given:
        return ()
    names = [one.strip() for one in listed.split(",")] if listed else [
        name for name in option_paths(group) if name not in NOT_PROPOSED[group]]  # fmt: skip
    return tuple(name for name in names if name != situation.base.choices.get(group) and name in option_paths(group))


def unknown_options(lists: Mapping[str, str], origin: Origin) -> Iterator[Located]:
    """Yield the listed options that there are not."""
    for group, text in lists.items():
        known = option_paths(group)
        for name in (one.strip() for one in text.split(",")):
            if name not in known:
                yield Located(group, not_possible(name), one_of(known), nearest(name, known), origin)


def unknown_levers_of(
    levers: Sequence[str], situation: Situation, origin: Origin, path: str = LEVER
) -> Iterator[Located]:  # fmt: skip
    """Yield the levers that there are not."""
    known = [*situation.levers, *situation.settings.levers]
    for name in levers:
        if name not in known:
            wanted = message("a lever (entente list levers)")
            yield Located(path, not_possible(name), wanted, nearest(name, known), origin)


def wrong_envelopes(envelopes: Sequence[float], origin: Origin) -> Iterator[Located]:
    """Yield the envelopes that are no amounts."""
    for one in envelopes:
        if not 0 <= one <= 1e12:
            yield Located("envelope", not_possible(one), message("dollars a year, 0 or more"), origin=origin)


def read_named_plans(path: Path, situation: Situation) -> dict[str, Portfolio]:
    """Return the plans of a file: for each name, the options and the levers that it changes.

    Raises:
        SettingsError: with everything that is wrong, each with its line.
    """
    try:
        document = read_yaml(path)
    except UnreadableError as error:
        origin = Origin("file", path, error.line, error.column)
        raise SettingsError([Located(path.name, error.problem, message("plans in YAML"), origin=origin)]) from error
    wrong, found = list[Located](), dict[str, Portfolio]()
    if not 1 <= len(document.tree) <= MOST_NAMED:
        wanted = message("from 1 to {most} plans, each with a name", most=MOST_NAMED)
        problem = message("number of plans: {count}", count=len(document.tree))
        raise SettingsError([Located(path.name, problem, wanted, origin=Origin("file", path))])
    for name, tree in document.tree.items():
        origin = Origin("file", path, document.lines.get(str(name)))
        mine = [*wrong_plan(str(name), tree, situation, origin)]
        wrong += mine
        if not mine:
            portfolio = situation.portfolio_of(tree, levers_in_plan(tree.get(LEVER)))
            if situation.settings_of(portfolio) is None:
                wrong.append(Located(str(name), message("what it changes cannot stand together"), origin=origin))
            found[str(name)] = portfolio
    if wrong:
        raise SettingsError(wrong)
    return found


def wrong_plan(name: str, tree: Any, situation: Situation, origin: Origin) -> Iterator[Located]:
    """Yield what is wrong with one plan of a file."""
    if len(name) > MOST_IN_NAME:
        yield Located(name[:MOST_IN_NAME], message("a name of {count} letters", count=len(name)),
                      message("{most} at most", most=MOST_IN_NAME), origin=origin)  # fmt: skip
    if not isinstance(tree, Mapping):
        wanted = message("what it changes, one of {names} and its value", names=", ".join((*GROUPS, LEVER)))
        yield Located(name, not_possible(tree), wanted, origin=origin)
        return
    keys = (*GROUPS, LEVER)
    for key, value in tree.items():
        if key not in keys:
            yield Located(f"{name}.{key}", not_possible(key), one_of(keys), nearest(str(key), keys), origin)
        elif key == LEVER:
            yield from unknown_levers_of(levers_in_plan(value), situation, origin, f"{name}.{key}")
        elif value not in (known := list(option_paths(key))):
            yield Located(f"{name}.{key}", not_possible(value), one_of(known), nearest(str(value), known), origin)


def levers_in_plan(value: Any) -> list[str]:
    """Return the levers that a plan of a file names: one, several or none."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def spec_values(spec: PortfolioSpec) -> dict[str, Any]:
    """Return the request as the manifest says it."""
    return {"words": list(spec.words), "goals": [str(goal) for goal in spec.goals], "envelopes": list(spec.envelopes),
            "levers": list(spec.levers), "choices": {group: list(names) for group, names in spec.choices.items()},
            "named": None if spec.named is None else {name: one.name for name, one in spec.named.items()}}  # fmt: skip
