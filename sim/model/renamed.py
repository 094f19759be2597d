"""Old names of settings, by dotted path, of measures and of tables, each with the name that replaced it.

Whoever reads a name refuses an old one and gives the new one.
"""

RENAMED = {
    "motivation.drag": "motivation.costs",
    "happenings": "event_log",
}
