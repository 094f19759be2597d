"""Which organisations belong together: by sector, by territory."""

from sim.situation import Settings

GROUPINGS = ("sector", "territory")


def members_of(settings: Settings, by: str) -> dict[str, list[str]]:
    """Return the names of the organisations of each sector or territory (``""``: of none), in the scenario's order."""
    members: dict[str, list[str]] = {}
    for name, one in settings.organisations.items():
        made = [name] if one.count == 1 else [f"{name}_{k + 1}" for k in range(one.count)]
        members.setdefault(getattr(one, by), []).extend(made)
    return members
