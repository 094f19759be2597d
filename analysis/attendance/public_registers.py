"""Figures of two public registers, computed by ``entente attendance`` from their minutes (``docs/attendance.md``).

Technical Advisory Councils of the Academy Software Foundation (A: 177 meetings from 2019 to 2026, 24 organisations) and
of the Open Mainframe Project (B: 60 meetings from 2018 to 2026, 17 organisations); public minutes, CC BY 4.0.
"""

PUBLIC_REGISTERS = {
    "council_a": {"mean": 0.573, "spread": 0.269, "after_presence": 0.757, "after_absence": 0.322, "identity": 0.246,
                  "memory": 0.189, "first_year": 0.654, "last_year": 0.487},
    "council_b": {"mean": 0.544, "spread": 0.245, "after_presence": 0.644, "after_absence": 0.415, "identity": 0.201,
                  "memory": 0.027, "first_year": 0.367, "last_year": 0.643},
}  # fmt: skip
