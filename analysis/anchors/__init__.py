"""Anchors: figures of the field that the defaults should give."""
