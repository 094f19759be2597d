"""What portfolios would give if the effects of their changes added up: which of many to try first.

Ridge regression on the portfolios that were tried, its penalty by leave-one-out (Hoerl and Kennard 1970, doi
10.1080/00401706.1970.10488634). It only says what is worth trying: nothing is chosen by it.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV

from entente.analysis.portfolios.choosing import Assessed
from entente.analysis.portfolios.portfolio import Portfolio
from entente.analysis.statistics.intervals import Numbers

PREDICTED = ["held", "hours", "dollars", "load"]
RIDGE_PENALTIES = np.logspace(-3, 2, 11)


class AdditiveEffects:
    """What each change adds to what a portfolio holds and takes, on average over those that were tried.

    Attributes:
        found: those that were tried.
        changes: that they are made of.
        of_changes: what each of these adds, a column for each of ``PREDICTED``.
        error: by how much what they gave misses that, a standard deviation for each of ``PREDICTED``.
    """

    def __init__(self, found: Assessed) -> None:
        """Fit the effects to portfolios and what they gave; the others have at least the changes of the first one."""
        self.found = found
        self.changes = sorted({change for one in found.portfolios for change in one.each_change}, key=str)
        self.table = found.table[PREDICTED].to_numpy(float)
        spread = self.table.std(axis=0)
        scale = np.where(spread > 0, spread, 1.0)
        model = RidgeCV(RIDGE_PENALTIES, fit_intercept=False, alpha_per_target=True)
        uses = self.uses(found.portfolios)
        model.fit(uses - uses[0], (self.table - self.table[0]) / scale)
        self.of_changes = pd.DataFrame(model.coef_.T * scale, columns=PREDICTED)
        missed = self.table - self.table[0] - (uses - uses[0]) @ self.of_changes.to_numpy()
        self.error = pd.Series(missed.std(axis=0), PREDICTED)

    def uses(self, portfolios: Sequence[Portfolio]) -> Numbers:
        """Return 1 where a portfolio (row) has a change (column)."""
        made_of = [frozenset(one.each_change) for one in portfolios]
        used = [[change in mine for change in self.changes] for mine in made_of]
        return np.array(used, float).reshape(-1, len(self.changes))

    def predict(self, portfolios: Sequence[Portfolio], beside: Portfolio) -> pd.DataFrame:
        """Return what portfolios would hold and take, the status quo first, as a table of ``Assessed`` has it.

        Args:
            portfolios: made of changes of which each was tried.
            beside: one that was tried: its neighbours differ from what it gave by the effects of what they change.
        """
        more = self.uses(portfolios) - self.uses([beside])
        values = self.table[self.found.of(beside)] + more @ self.of_changes.to_numpy()
        whole = pd.DataFrame(np.vstack([self.table[:1], values]), columns=PREDICTED)
        return whole.assign(changes=[0, *(one.changes for one in portfolios)])
