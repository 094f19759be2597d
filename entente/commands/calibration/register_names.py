"""Organisations of a register and of a scenario, matched by their names: accents, capitals and spaces aside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from entente.analysis.feasibility.obstacles import labels_of
from entente.commands.calibration.register_file import AttendanceRegister
from entente.i18n import LANGUAGES, N_, number, say
from entente.i18n.accents import without_accents
from entente.sim.model.situation import Settings, organisation_names
from entente.sim.validation.validate import nearest


@dataclass(frozen=True)
class MatchedNames:
    """Which organisations of a register a scenario has.

    Attributes:
        names: what the scenario calls each of them, by its name in the register.
        unknown: those that it has not, with the nearest names that it has.
        absent: what the scenario calls those that the register has not.
    """

    names: Mapping[str, str]
    unknown: Mapping[str, tuple[str, ...]]
    absent: tuple[str, ...]


def match_names(seen: AttendanceRegister, settings: Settings, language: str) -> MatchedNames:
    """Return which organisations of a register are in a scenario, by their names there or those of the settings."""
    shown = labels_of(settings, language)
    known = dict(zip(map(without_accents, organisation_names(settings)), shown, strict=True))
    for one in LANGUAGES:
        known |= dict(zip(map(without_accents, labels_of(settings, one)), shown, strict=True))
    found = {name: known[without_accents(name)] for name in seen.organisations if without_accents(name) in known}
    unknown = {
        name: tuple(dict.fromkeys(known[word] for word in nearest(without_accents(name), known) if word in known))
        for name in seen.organisations if name not in found
    }  # fmt: skip
    return MatchedNames(found, unknown, tuple(one for one in shown if one not in found.values()))


def name_as_scenario(seen: AttendanceRegister, matched: MatchedNames) -> AttendanceRegister:
    """Return a register whose organisations are called as the scenario calls them, where it has them."""
    return replace(seen, organisations=tuple(matched.names.get(name, name) for name in seen.organisations))


def match_text(matched: MatchedNames, language: str) -> str:
    """Return how many organisations of a register a scenario has, those that either lacks, and what is made of it."""
    whole = len(matched.names) + len(matched.unknown)
    lines = [say("Organisations of the register that your scenario has: {known} of {whole}.", language,
                 known=number(len(matched.names), language, 0), whole=number(whole, language, 0))]  # fmt: skip
    for name, close in matched.unknown.items():
        plain, near = N_("  not in your scenario: {name}"), N_("  not in your scenario: {name} (nearest: {close})")
        lines.append(say(near if close else plain, language, name=name, close=", ".join(close)))
    if matched.absent and matched.names:
        lines.append(say("  not in the register: {names}", language, names=", ".join(matched.absent)))
    lines.append(say("The model learns from the whole table (how many come, how they differ, who comes again), not "
                     "from who is who: names serve to tell you of whom it speaks.", language))  # fmt: skip
    return "\n".join(lines)
