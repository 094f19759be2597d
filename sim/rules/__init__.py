"""The rules of the week, one module per phase, in the order of ``sim.week.PHASES``."""
