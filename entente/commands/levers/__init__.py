"""The capability ``levers``: each lever is tried where it is meant to act."""
