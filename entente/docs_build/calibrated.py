"""What a calibration on data made with known settings gave, as its page shows it."""

from entente.docs_build.markdown import code, rows_to_table
from entente.docs_build.measured import place, read
from entente.i18n import percent


def measured_calibration() -> str:
    """Return each parameter that was looked for: the value that made the data, what was found, and how surely."""
    rows = []
    for row in read(place() / "calibration.csv"):
        median, low, high = (f"{float(row[name]):.3g}" for name in ("median", "low_90", "high_90"))
        narrower, held = (percent(float(row[name]), "en") for name in ("narrower", "coverage_90"))
        rows.append([code(row["parameter"]), f"{float(row['truth']):g}", median, f"[{low}, {high}]", narrower, held])
    head = ["Parameter", "True value", "Median found", "90% interval", "Narrower than before", "90% intervals held"]
    return rows_to_table(head, rows)
