"""Patterns of the field that must emerge from the rules, one module each; no rule imposes them."""

from entente.analysis.patterns.p01_life import P1
from entente.analysis.patterns.p02_in_person import P2
from entente.analysis.patterns.p03_turnover import P3
from entente.analysis.patterns.p04_second_delegate import P4
from entente.analysis.patterns.p05_meetings import P5
from entente.analysis.patterns.p06_lead import P6
from entente.analysis.patterns.p07_contagion import P7
from entente.analysis.patterns.p08_diversity import P8
from entente.analysis.patterns.p09_credit import P9
from entente.analysis.patterns.p10_action import P10
from entente.analysis.patterns.p11_too_many import P11
from entente.analysis.patterns.p12_entry import P12
from entente.analysis.patterns.p13_information import P13
from entente.analysis.patterns.p14_budget import P14
from entente.analysis.patterns.pattern import Pattern
from entente.analysis.patterns.t1_density import T1

_EVERY = (P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, T1)
PATTERNS: dict[str, Pattern] = {pattern.key: pattern for pattern in _EVERY}
