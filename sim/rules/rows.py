"""Names of the rows of the scratch space, ``state.scratch``, and of ``state.lists`` and ``state.by_territory``.

A row holds one number per organisation, for the function that fills it and those to which it hands it; it carries
nothing from one rule to the next. Names of one group are in use at the same time, so that each has a row of its own.
``PARTNER`` has the same row everywhere.
"""

PARTNER = 0  # 1 for a partner, 0 for others: ``mark_partners``

# Hours of the week, and hours of animation
MEANS, AVAILABLE = 1, 2
LEADING = 1

# A channel: for how long each was there; contacts; who was seen
RANK = 1
STAYED = 1
WIDE, NEAR, TERRITORY = 2, 3, 4
TALK, CARRIED = 2, 3
TRUST_SEEN, TRUST_KNOWN = 2, 3

# Talk outside of meetings: what each knows, what it hears, from how much talk
KNOWN_BY, HEARD_OF, TALKED = 1, 2, 3

# Trust, framings, what each organisation gives and receives
FRAMING, VOICE, PULL, PULL_WEIGHT, BEHAVIOUR = 1, 2, 3, 4, 5
LANGUAGE, DISTANCE = 6, 7
GIVEN, EFFORT_SEEN, LEAD_TRUST, RECEIVED, EFFORT, LEAD_SHARE, ROW_TRUST = 1, 2, 3, 4, 5, 6, 7

# Common work and its credit
USEFUL_OUTPUT, TRUSTING, PLEDGED = 1, 2, 3
CONTRIBUTION, CLAIM = 2, 3
DONE, CAPACITY = 4, 5

# Who was approached this week; who carries the leadership, and with what experience
APPROACHED_NOW = 1
IN_PLACE, EXPERIENCE = 1, 2

# Measures of the week
ALL_USES, LEADING_HOURS, LEVER_HOURS, COULD_GIVE, GIVES = 1, 2, 3, 4, 5
MOTIVATION, BELONGING, INFORMATION, FATIGUE, RECOGNITION, VOICES, LEGITIMACY = 1, 2, 3, 4, 5, 6, 7
TENURE = 1
PERSONAL, INSTITUTIONAL, TRUST_OF_TIES, TIES = 1, 2, 3, 4
DECIDERS, MOVED = 1, 2

# Drawing the first ties
CHANCE_OF_TIE = 1

# Rows of ``state.lists``
CANDIDATES, TEAM = 0, 1  # those who would help with cases, in turn; the team that forms
STIRRED = 0  # organisations in which somebody may come or go
STEPS = 0  # distances on the ring of the first ties
ATTENDEES = 0  # those who came, territory by territory

# Rows of ``state.by_territory``
PRESENT_HERE, FIRST_LISTED = 0, 1
