"""The table of a calibration on data made with known settings."""

from entente.docs_build.made_on import measured_folder
from entente.docs_build.markdown import code, rows_to_table
from entente.docs_build.measured import read_rows
from entente.i18n import percent


def measured_calibration() -> str:
    """Return the table of the parameters looked for: the value that made the data, the one found, and its interval."""
    rows = []
    for row in read_rows(measured_folder() / "calibration.csv"):
        median, low, high = (f"{float(row[name]):.3g}" for name in ("median", "low_90", "high_90"))
        narrower, held = (percent(float(row[name]), "en") for name in ("narrower", "coverage_90"))
        rows.append([code(row["parameter"]), f"{float(row['truth']):g}", median, f"[{low}, {high}]", narrower, held])
    head = ["Parameter", "True value", "Median found", "90% interval", "Narrower than before", "90% intervals held"]
    return rows_to_table(head, rows)
