"""Old names of settings, by dotted path, and of measures, each with the name that replaced it.

Whoever reads a name refuses an old one and gives the new one.
"""

RENAMED = {
    "motivation.drag": "motivation.costs",
}
