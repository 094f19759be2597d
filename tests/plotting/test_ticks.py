"""The ticks of an axis tell their true values, whatever the step."""

import pytest
from matplotlib.figure import Figure

from entente.analysis.plotting.style import number_ticks, percent_axis, signed_ticks


def labels(ticks, formatter):
    ax = Figure().add_subplot()
    ax.set(xlim=(min(ticks), max(ticks)), xticks=ticks)
    ax.xaxis.set_major_formatter(formatter)
    return ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks())


@pytest.mark.parametrize(
    ("ticks", "formatter", "wanted"),
    [
        ([-0.25, 0, 0.25], signed_ticks("fr"), ["−0,25", "0,00", "+0,25"]),
        ([-0.5, 0, 0.5], signed_ticks("en"), ["−0.5", "0.0", "+0.5"]),
        ([0, 2.5, 5], number_ticks("en"), ["0.0", "2.5", "5.0"]),
        ([0, 1000, 2000], number_ticks("en"), ["0", "1,000", "2,000"]),
        ([-0.001, 0.001], number_ticks("fr"), ["−0,001", "0,001"]),
        ([0, 0.125, 0.25], percent_axis("en"), ["0.0%", "12.5%", "25.0%"]),
        ([0, 0.5, 1], percent_axis("fr"), ["0\u202f%", "50\u202f%", "100\u202f%"]),
    ],
)
def test_no_tick_is_rounded(ticks, formatter, wanted):
    assert labels(ticks, formatter) == wanted
