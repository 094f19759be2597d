"""A situation and what may be decided in it: the settings of each portfolio, and the words that ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from entente.analysis.portfolios.portfolio import Portfolio, PortfolioCosts, portfolio_costs
from entente.catalogue.catalogue import every_lever
from entente.config.configuration import Configuration, configure
from entente.config.overrides import override_key
from entente.config.places import GROUPS, LEVER
from entente.sim.model.levers import Advice, Lever
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import SettingsError, as_tree, validate

# Options that describe what goes wrong: nobody decides on them. Asked for by name, they are tried all the same.
NOT_PROPOSED = {
    "leadership": ("absent", "captured"),
    "communication": ("silent", "saturated", "email_only"),
    "governance": ("heavy", "single_lead"),
}


@dataclass
class Situation:
    """A situation as it is, from which portfolios are composed.

    Attributes:
        words: the overrides that make it.
        base: its configuration.
        said_by: what to call the origin of the words.
    """

    words: tuple[str, ...]
    base: Configuration
    said_by: str = "command_line"
    _options: dict[tuple[str, str], Configuration] = field(default_factory=dict)
    _made: dict[Portfolio, Settings | None] = field(default_factory=dict)
    _costs: dict[Portfolio, PortfolioCosts] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """Return the settings as they are."""
        return self.base.settings

    @cached_property
    def levers(self) -> Mapping[str, Lever]:
        """Return every lever of the catalogue that the situation does not have yet."""
        return {name: one for name, one in every_lever() if name not in self.settings.levers}

    def advised_levers(self) -> list[str]:
        """Return the levers that the sources advise to do or to keep."""
        return [name for name, one in self.levers.items() if one.advice is not Advice.AVOID]

    def option(self, group: str, name: str) -> Configuration:
        """Return the configuration with another option of one group.

        Raises:
            SettingsError: when there is no such option, or it does not suit the situation.
        """
        if (group, name) not in self._options:
            others = [word for word in self.words if override_key(word) != group]
            self._options[group, name] = configure([*others, f"{group}={name}"], {}, self.said_by)
        return self._options[group, name]

    def settings_of(self, portfolio: Portfolio) -> Settings | None:
        """Return the settings of a portfolio; None when what it changes cannot stand together."""
        if portfolio not in self._made:
            try:
                self._made[portfolio] = validate(as_tree(self.compose(portfolio)))
            except SettingsError:
                self._made[portfolio] = None
        return self._made[portfolio]

    def compose(self, portfolio: Portfolio) -> Settings:
        """Return the settings of a portfolio before they are checked: those that its words would give."""
        settings, changes = self.settings, dict(self.settings.changes)
        for group, name in portfolio.options:
            other = self.option(group, name).settings
            settings = replace(settings, **{group: getattr(other, group)})  # type: ignore[arg-type]
            for gone in set(self.settings.changes) - set(other.changes):
                changes.pop(gone, None)
            changes |= {new: one for new, one in other.changes.items() if new not in self.settings.changes}
        levers = settings.levers | {name: self.levers[name] for name in portfolio.levers}
        return replace(settings, levers=levers, changes=changes)

    def costs_of(self, portfolio: Portfolio) -> PortfolioCosts:
        """Return what a portfolio takes, whatever happens; it must be possible."""
        if portfolio not in self._costs:
            settings = self.settings_of(portfolio)
            assert settings is not None, "only what is possible has a cost"
            self._costs[portfolio] = portfolio_costs(settings)
        return self._costs[portfolio]

    def stated_paths(self, portfolio: Portfolio) -> frozenset[str]:
        """Return the dotted paths that the situation or the options of a portfolio state."""
        return self.base.stated.union(*(self.option(*one).stated for one in portfolio.options))

    def words_of(self, portfolio: Portfolio) -> tuple[str, ...]:
        """Return the overrides that ask for a portfolio, beside those of the situation."""
        words = [f"{group}={name}" for group, name in portfolio.options]
        if portfolio.levers:
            words.append(f"lever=[{','.join([*self.chosen_levers, *portfolio.levers])}]")
        return tuple(words)

    @property
    def chosen_levers(self) -> Sequence[str]:
        """Return the levers that the situation chooses by name; asking for others replaces them."""
        return list(self.base.choices.get(LEVER) or ())

    def portfolio_of(self, choices: Mapping[str, Any], levers: Sequence[str]) -> Portfolio:
        """Return a portfolio; what the situation has already changes nothing."""
        options = tuple((group, str(choices[group])) for group in GROUPS
                        if choices.get(group) and choices[group] != self.base.choices.get(group))  # fmt: skip
        return Portfolio(options, tuple(sorted(name for name in set(levers) if name not in self.settings.levers)))
