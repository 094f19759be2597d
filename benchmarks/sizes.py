"""One ordinary partnership at any size: the scenario ``twenty_partners`` with its organisations in proportion."""

from collections.abc import Mapping
from dataclasses import replace

import entente
from entente.sim.model.situation import Settings

SCENARIO = "twenty_partners"
WEEKS = 156


def partnership_of(organisations: int, weeks: int = WEEKS, ties: int = 0) -> Settings:
    """Return the settings of a partnership of a given size, every mechanism on.

    Args:
        organisations: number of organisations, at least 1.
        weeks: length of a run.
        ties: others in whom each organisation keeps trust; 0 leaves it to the engine (all, up to 2,000).
    """
    settings = entente.settings(SCENARIO)
    counts = {name: one.count for name, one in settings.organisations.items()}
    scaled = in_proportion(counts, organisations, settings.lead)
    found = {name: replace(settings.organisations[name], count=count) for name, count in scaled.items() if count > 0}
    partners = replace(settings.partners, ties=ties)
    return replace(settings, organisations=found, weeks=weeks, partners=partners)


def in_proportion(counts: Mapping[str, int], total: int, kept: str) -> dict[str, int]:
    """Scale counts so that their sum is exactly a total (method of the largest remainders).

    Args:
        counts: the counts to scale, by name.
        total: their new sum.
        kept: the name whose count stays at least 1, however small the total.

    Raises:
        ValueError: when the total is less than 1.
    """
    if total < 1:
        raise ValueError(f"{total} organisations: at least 1 was expected")
    whole = sum(counts.values())
    found = {name: count * total // whole for name, count in counts.items()}
    by_remainder = sorted(counts, key=lambda name: (found[name] > 0 or name != kept, -(counts[name] * total % whole)))
    for name in by_remainder[: total - sum(found.values())]:
        found[name] += 1
    return found
