"""The card of a lever: what it is, what it takes, what it adds and moves."""

from entente.catalogue.catalogue import bound, find_parameters, moved_text, shown_default
from entente.i18n import number, say, unit
from entente.sim.model.levers import TRAITS, USUAL, Effect, Lever, weekly_cost
from entente.sim.model.settings import Channel
from entente.terminal.layout import card


def lever_text(name: str, lever: Lever, language: str) -> str:
    """Return the card of a lever."""
    adds = [channel_text(*one, language) for one in lever.channels.items()]
    moves = [line for path, effect in lever.effects.items() for line in effect_lines(path, effect, language)]
    title = f"{lever.name.in_language(language)} — lever={name} ({say('lever', language)})"
    return card(title, [
        (say("label_meaning", language), lever.what.in_language(language)),
        (say("label_advice", language), say(f"advice_{lever.advice}", language)),
        (say("source", language), "\n".join(lever.sources)),
        (say("label_costs", language), "\n".join(cost_lines(lever, language))),
        (say("label_delay", language), f"{lever.delay} {unit('weeks', language)}"),
        (say("label_concerns", language), lever.who),
        (say("label_adds", language), "\n".join(adds)),
        (say("label_moves", language), "\n".join(moves)),
        (say("label_try", language), f"entente run lever={name}\n"
                                     f"entente run lever={name} levers.{name}.start=26 levers.{name}.stop=104"),
    ])  # fmt: skip


def cost_lines(lever: Lever, language: str) -> list[str]:
    """Return what a lever takes every week among as many partners as usual, then once."""
    weekly = weekly_cost(lever, USUAL)
    said = [say(f"takes_{name}", language, n=number(n, language, 0 if name == "dollars" else 2), partners=USUAL)
            for name, n in weekly.items() if n]  # fmt: skip
    once = {name: getattr(lever.costs, f"setup_{name}") for name in weekly}
    said += [say(f"takes_once_{name}", language, n=bound(n, language)) for name, n in once.items() if n]
    return said or [say("takes_nothing", language)]


def channel_text(name: str, channel: Channel, language: str) -> str:
    """Return a channel that a lever adds, on one line."""
    return say(
        "channel_line", language, name=name, period=channel.period, audience=channel.audience.value,
        hours=bound(channel.hours, language), richness=bound(channel.richness, language),
    )  # fmt: skip


def effect_lines(path: str, effect: Effect, language: str) -> list[str]:
    """Return what a lever moves: from the default, how far, with its grade and why."""
    known = find_parameters(path.replace(".*.", ".<id>."))
    trait = path.removeprefix("partners.") in TRAITS
    default = f"{shown_default(known[0])} " if known and "<id>" not in known[0].path and not trait else ""
    grade = say(f"grade_{effect.grade}", language)
    meaning = known[0].about.meaning(language) if known else ""
    return [f"{path}: {default}{moved_text(effect)} [{grade}]", f"  {meaning}", f"  {effect.why}"]
