"""Points with a box planted in them: what is looked for happens more often inside of it than elsewhere."""

import numpy as np
import pandas as pd

from entente.analysis.discovery.prim import Cases

BOX = {
    "staff.turnover": (0.45, 1.0),
    "leadership.hours": (0.0, 14.0),
    "leadership": ("broker", "captured", "directive"),
}


def planted(points=600, runs=10, seed=1, inside=0.8, outside=0.1, more=2):
    """Return cases whose box is ``BOX``, with so many axes that tell nothing."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({
        "staff.turnover": rng.uniform(0.05, 0.7, points),
        "leadership.hours": rng.uniform(2, 30, points),
        "leadership": rng.choice(["shared", "broker", "captured", "directive"], points),
    })  # fmt: skip
    for name in ("staff.vacancy", "trust.loss_ratio", "work.pace", "trust.span")[:more]:
        table[name] = rng.uniform(1, 4, points)
    held = (table["staff.turnover"] > 0.45) & (table["leadership.hours"] < 14) & (table["leadership"] != "shared")
    interest = rng.binomial(runs, np.where(held, inside, outside)).astype(float)
    return Cases(table, interest, np.full(points, float(runs)))
