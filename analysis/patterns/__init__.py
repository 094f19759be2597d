"""The patterns that must come out of the rules, one module each; none of them is wired in."""

from entente.analysis.patterns import (
    p01_life,
    p02_in_person,
    p03_turnover,
    p04_second_delegate,
    p05_meetings,
    p06_lead,
    p07_contagion,
    p08_diversity,
    p09_credit,
    p10_action,
    p11_too_many,
    p12_entry,
    p13_information,
    p14_budget,
    t1_density,
)
from entente.analysis.patterns.pattern import Pattern

MODULES = (
    p01_life, p02_in_person, p03_turnover, p04_second_delegate, p05_meetings, p06_lead, p07_contagion, p08_diversity,
    p09_credit, p10_action, p11_too_many, p12_entry, p13_information, p14_budget, t1_density,
)  # fmt: skip
PATTERNS: dict[str, Pattern] = {module.PATTERN.key: module.PATTERN for module in MODULES}
