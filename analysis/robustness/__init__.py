"""Robust decision making: choices compared across futures by goals met, regret and cost."""
