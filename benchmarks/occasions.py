"""How often a run has occasion to do each piece of work: counted week by week on the stepping model."""

from collections import Counter

from entente.sim import Partnership
from entente.sim.model.situation import Settings
from entente.sim.rules.communication import LEAD, MET


class Watched(Partnership):
    """A partnership that counts, as it lives, the occasions on which the cost of a run depends."""

    def __init__(self, settings: Settings, **options: int) -> None:
        super().__init__(settings, **options)
        self.occasions: Counter[str] = Counter()
        n = len(self.inputs.organisation)
        self.occasions.update({"organisation": n, "pair": n * n})

    def context(self) -> None:
        """Count the week, and all who may meet in it."""
        n = len(self.inputs.organisation)
        channels = int(self.state.due.sum())
        self.occasions.update({"week": 1, "organisation-week": n, "pair-week": n * n, "channel": n * channels})
        super().context()

    def communication(self) -> None:
        """Count who was invited and who came, and the gatherings at which they saw each other."""
        super().communication()
        n, w = len(self.inputs.organisation), self.state.partnership[0]
        channels = self.inputs.channel[self.state.due]
        seen = int(((channels["richness"] >= MET) & (channels["audience"] != LEAD)).sum())
        came = int(w.attended)
        self.occasions.update({"invitation": int(w.invited), "attendance": came})
        self.occasions.update({"pair gathered": n * came, "pair seen": n * int(w.members) * seen})

    def relation(self) -> None:
        """Count the pairs in rows where somebody met, and the others."""
        n, met = len(self.inputs.organisation), int(self.state.met.sum())
        self.occasions.update({"pair met": n * met, "pair apart": n * (n - met)})
        super().relation()

    def observation(self) -> None:
        """Count the pairs in rows of partners."""
        self.occasions["pair of a partner"] += len(self.inputs.organisation) * int(self.state.partnership[0].members)
        super().observation()

    def leadership(self) -> None:
        """Count the partners."""
        self.occasions["partner-week"] += int(self.state.partnership[0].members)
        super().leadership()


def occasions_of(settings: Settings, seed: int = 1) -> Counter[str]:
    """Return how often one run of a partnership has each occasion."""
    watched = Watched(settings, seed=seed)
    while watched.week < settings.weeks and not watched.ended:
        watched.step()
    return watched.occasions
