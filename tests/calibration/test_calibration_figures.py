"""Figures of calibrations: what they say, in both languages, with few and many panels; words apart and on the page."""

import numpy as np
import pandas as pd
import pytest
from figure_texts import collisions, off_page, words

from entente.analysis.calibration.heading import CalibrationHeading, ParameterName
from entente.analysis.calibration.observations import OBSERVABLE, OBSERVATION_COLUMNS, Observations
from entente.analysis.calibration.posterior_predictive import predictive_curves, predictive_table
from entente.analysis.calibration.posterior_predictive_figure import posterior_predictive_figure
from entente.analysis.calibration.posteriors_figure import _correlated_pairs, posteriors_figure
from entente.analysis.calibration.recovery import check_recovery
from entente.analysis.calibration.recovery_figure import recovery_figure
from entente.analysis.calibration.regression_abc import Prior, ReferenceTable, RegressionABC
from entente.analysis.plotting.heading import StudyHeading
from entente.sim.model.texts import Text

LONG = Text("Durée après laquelle la moitié de la confiance perdue est revenue, sans autre rupture",
            "Time after which half of the trust that was lost is back, without another breach")  # fmt: skip


def made(count):
    """A bank of so many parameters; the first two only known by their sum."""
    rng = np.random.default_rng(1)
    priors = tuple(Prior(f"section.parameter_{k}", 0, 10 ** (k - 2), whole=k == 4) for k in range(count))
    high = np.array([one.high for one in priors])
    truths = rng.random((800, count)) * high
    truths[:, 4:5] = np.round(truths[:, 4:5])
    seen = truths / high
    seen[:, :1] += seen[:, 1:2]
    bank = ReferenceTable(priors, truths, np.delete(seen, 1, axis=1) + 0.1 * rng.normal(size=(800, max(1, count - 1))))
    called = {
        one.key: ParameterName(LONG if k % 2 else Text("Heures", "Hours"), Text("h", "h"))
        for k, one in enumerate(priors)
    }
    return bank, CalibrationHeading(called, StudyHeading(Text("La table", "The table")), 12, 800)


@pytest.mark.parametrize(("count", "language"), [(2, "en"), (4, "fr"), (8, "fr")])
def test_posteriors_and_recovery(count, language):
    bank, given = made(count)
    data = bank.seen[3]
    found, checked = RegressionABC(bank, 1).posterior(data), check_recovery(bank, data, 1)
    first, second, correlation = _correlated_pairs(found)[0]
    assert {first, second} == {"section.parameter_0", "section.parameter_1"}
    assert correlation < -0.5
    one = posteriors_figure(
        found, given, language, dict(zip((p.key for p in bank.priors), bank.truths[3], strict=True))
    )
    other = recovery_figure(checked, bank.priors, given, language)
    for figure in (one, other):
        assert not off_page(figure)
        assert not collisions(figure)
        text = " ".join(words(figure))
        assert ("Heures" if language == "fr" else "Hours") in text
        assert "section.parameter" not in text, "titles, not names that one types"
        assert ("800 simulations" if language == "fr" else "800 runs") in text
    assert ("corrélation −0," if language == "fr" else "correlation −0.") in " ".join(words(one))


@pytest.mark.parametrize(("count", "language"), [(1, "en"), (3, "fr"), (20, "fr")])
def test_predictive(count, language):
    names = list(dict.fromkeys(["attendance", "partners", "negotiation", *OBSERVABLE]))[:count]
    rng = np.random.default_rng(1)
    rows = [(name, week, 0.5, 12 if name == "attendance" else np.nan, np.nan) for name in names for week in (10, 40)]
    seen = Observations(pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)))
    curves = predictive_curves({name: rng.random((30, 60)) for name in names})
    table = predictive_table(seen, np.column_stack([rng.random((30, len(rows) - 1)), 2 + rng.random(30)]))
    assert table["inside"].sum() == len(rows) - 1
    weekly = curves[(curves["series"] == names[0]) & (curves["week"] == 7)].iloc[0]
    assert weekly["low_90"] < weekly["low_50"] < weekly["median"] < weekly["high_50"] < weekly["high_90"]
    _, given = made(2)
    figure = posterior_predictive_figure(curves, table, given, language)
    assert not off_page(figure)
    assert not collisions(figure)
    text = " ".join(words(figure))
    assert (f"(1 sur {len(rows)}" if language == "fr" else f"(1 of {len(rows)}") in text
    assert ("Présence" if language == "fr" else "Attendance") in text
