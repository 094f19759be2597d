"""The workload of a run: how many pairs, organisations, channels… its rules go through, counted week by week."""

from collections import Counter

from entente.sim import Partnership
from entente.sim.model.situation import Settings
from entente.sim.rules.communication import FACE_TO_FACE
from entente.sim.rules.coordination import ONE_TO_ONE


class CountingPartnership(Partnership):
    """A partnership that counts, week by week, what the cost of a run depends on."""

    def __init__(self, settings: Settings, **options: int) -> None:
        super().__init__(settings, **options)
        self.counts: Counter[str] = Counter()
        n = len(self.inputs.organisation)
        self.counts.update({"organisation": n, "pair": n * n})

    def context(self) -> None:
        """Count the week, its organisations and pairs, and its channels."""
        n = len(self.inputs.organisation)
        channels = int(self.state.due.sum())
        self.counts.update({"week": 1, "organisation-week": n, "pair-week": n * n, "channel": n * channels})
        super().context()

    def communication(self) -> None:
        """Count invitations and attendances, and the pairs that met or saw each other."""
        super().communication()
        n, w = len(self.inputs.organisation), self.state.partnership[0]
        channels = self.inputs.channel[self.state.due]
        seen = int(((channels["richness"] >= FACE_TO_FACE) & (channels["audience"] != ONE_TO_ONE)).sum())
        came = int(w.attended)
        self.counts.update({"invitation": int(w.invited), "attendance": came})
        self.counts.update({"pair gathered": n * came, "pair seen": n * int(w.members) * seen})

    def relation(self) -> None:
        """Count the pairs in rows where somebody met, and those in the other rows."""
        n, met = len(self.inputs.organisation), int(self.state.met.sum())
        self.counts.update({"pair met": n * met, "pair apart": n * (n - met)})
        super().relation()

    def observation(self) -> None:
        """Count the pairs in rows of partners."""
        self.counts["pair of a partner"] += len(self.inputs.organisation) * int(self.state.partnership[0].members)
        super().observation()

    def leadership(self) -> None:
        """Count the partners."""
        self.counts["partner-week"] += int(self.state.partnership[0].members)
        super().leadership()


def workload_of(settings: Settings, seed: int = 1) -> Counter[str]:
    """Return how many of each unit of work one run of a partnership has: pairs that meet, invitations and so on."""
    counting = CountingPartnership(settings, seed=seed)
    while counting.week < settings.weeks and not counting.ended:
        counting.step()
    return counting.counts
