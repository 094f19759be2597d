"""Experiments on the model itself: patterns, anchors, ablation. They run many arms under the same luck."""
