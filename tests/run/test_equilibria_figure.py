"""The figure of the long run names its panels and starts, and draws the medians of what it is given."""

import numpy as np
import pandas as pd

from entente.analysis.run.equilibria_figure import equilibria_figure

WEEKS = 30


def weeks_around(level):
    """Three replicates that stay around a level."""
    parts = [
        pd.DataFrame({"replicate": r, "week": np.arange(1, WEEKS + 1), "mobilisation": level + 0.1 * (r - 1)})
        for r in range(3)
    ]
    return pd.concat(parts, ignore_index=True)


def test_panels_starts_and_medians():
    starts = {"high start": weeks_around(0.8), "low start": weeks_around(0.2)}
    figure = equilibria_figure({"20 h": starts, "No lead": starts}, "In the long run", "A note", "en")
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["20 h", "No lead"]
    words = {text.get_text() for ax in figure.axes for text in ax.texts}
    assert {"high start", "low start", "Week"} <= words
    for ax in figure.axes:
        drawn = sorted(float(np.median(line.get_ydata())) for line in ax.lines)
        assert np.allclose(drawn, [0.2, 0.8])
    assert figure.get_suptitle() == "In the long run"
