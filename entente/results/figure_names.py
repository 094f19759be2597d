"""The figures that a run's folder may hold beside its mobilisation: what ``entente draw`` can draw."""

FIGURE_NAMES = ("wheel", "timeline", "groups")
