"""The card of a lever: what it is, what it takes, what it adds and moves."""

from entente.analysis.accounts.lever_costs import added_post
from entente.analysis.statistics.years import WEEKS_PER_YEAR
from entente.catalogue.catalogue import ADVICE, GRADES, bound, find_parameters, moved_text, reason_text, shown_default
from entente.i18n import N_, number, say, unit
from entente.sim.model.levers import TRAITS, USUAL, Effect, Lever, weekly_cost
from entente.sim.model.settings import Audience, Channel
from entente.sim.model.situation import Settings
from entente.terminal.layout import card

WEEKLY = {
    "partners": N_("{n} h a week of each partner"),
    "coordinator": N_("{n} h a week of coordination, for {partners} partners"),
    "dollars": N_("{n} $ a week"),
}
POST = N_("a post of {hours} h a week: {dollars} $ a year at {wage} $ an hour, whatever it does")
ONCE = {
    "partners": N_("{n} h of each partner, once"),
    "coordinator": N_("{n} h of coordination, once"),
    "dollars": N_("{n} $, once"),
}
AUDIENCES = {
    Audience.EVERYONE: N_("everyone"),
    Audience.COMMITTEE: N_("the committee"),
    Audience.LEAD: N_("whoever leads"),
    Audience.CONCERNED: N_("those it concerns"),
}


def lever_text(name: str, lever: Lever, language: str) -> str:
    """Return the card of a lever."""
    adds = [channel_text(*one, language) for one in lever.channels.items()]
    moves = [line for path, effect in lever.effects.items() for line in effect_lines(path, effect, language)]
    kind = say("lever", language)
    title = f"{lever.name.in_language(language)} — lever={name} ({kind})"
    return card(title, [
        (say("Meaning", language), lever.what.in_language(language)),
        (say("The sources say", language), say(ADVICE[lever.advice], language)),
        (say("Source", language), "\n".join(lever.sources)),
        (say("Takes", language), "\n".join(cost_lines(lever, language))),
        (say("Acts after", language), f"{lever.delay} {unit('weeks', language)}"),
        (say("Whose traits", language), lever.who),
        (say("Adds", language), "\n".join(adds)),
        (say("Moves", language), "\n".join(moves)),
        (say("Try", language), f"entente run lever={name}\n"
                                     f"entente run lever={name} levers.{name}.start=26 levers.{name}.stop=104"),
    ])  # fmt: skip


def cost_lines(lever: Lever, language: str) -> list[str]:
    """Return what a lever takes every week among as many partners as usual, then once."""
    weekly = weekly_cost(lever, USUAL)
    said = [say(WEEKLY[name], language, n=number(n, language, 0 if name == "dollars" else 2), partners=USUAL)
            for name, n in weekly.items() if n]  # fmt: skip
    once = {name: getattr(lever.costs, f"setup_{name}") for name in weekly}
    said += [say(ONCE[name], language, n=bound(n, language)) for name, n in once.items() if n]
    if (post := added_post(lever)) > 0:
        wage = Settings().costs.wage
        dollars = number(WEEKS_PER_YEAR * post * wage, language, 0)
        said.append(say(POST, language, hours=bound(post, language), dollars=dollars, wage=bound(wage, language)))
    return said or [say("nothing", language)]


def channel_text(name: str, channel: Channel, language: str) -> str:
    """Return a channel that a lever adds, on one line."""
    return say(
        "{name}: every {period} weeks, {audience}, {hours} h, richness {richness}",
        language,
        name=name,
        period=channel.period,
        audience=say(AUDIENCES[channel.audience], language),
        hours=bound(channel.hours, language),
        richness=bound(channel.richness, language),
    )


def effect_lines(path: str, effect: Effect, language: str) -> list[str]:
    """Return what a lever moves: from the default, how far, with its grade and why."""
    known = find_parameters(path.replace(".*.", ".<id>."))
    trait = path.removeprefix("partners.") in TRAITS
    default = f"{shown_default(known[0])} " if known and "<id>" not in known[0].path and not trait else ""
    grade = say(GRADES[effect.grade], language)
    meaning = known[0].about.meaning(language) if known else ""
    moved, why = moved_text(effect, language), reason_text(effect.why, language)
    return [f"{path}: {default}{moved} [{grade}]", f"  {meaning}", f"  {why}"]
