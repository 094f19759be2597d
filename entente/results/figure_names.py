"""Figures that a run's folder may hold beside its mobilisation: what ``draw`` can draw, what ``attendance`` adds."""

FIGURE_NAMES = ("wheel", "timeline", "groups", "mobilisation", "compare")
FINGERPRINT = "fingerprint"
