"""Which organisations belong together: by sector, by territory."""

from entente.sim.model.situation import Settings, names_of

GROUPINGS = ("sector", "territory")


def members_of(settings: Settings, by: str) -> dict[str, list[str]]:
    """Return the names of the organisations of each sector or territory (``""``: of none), in the scenario's order."""
    members: dict[str, list[str]] = {}
    for name, one in settings.organisations.items():
        members.setdefault(getattr(one, by), []).extend(names_of(name, one.count))
    return members
