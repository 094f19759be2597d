"""``entente anchors``: the defaults beside figures of the field."""
