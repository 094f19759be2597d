"""Old names of settings, by dotted path, with the names that replaced them.

Whoever reads settings refuses an old name and says the new one.
"""

RENAMED = {
    "motivation.drag": "motivation.costs",
}
