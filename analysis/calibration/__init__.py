"""Calibration by approximate Bayesian computation: observations, posterior, recovery, posterior predictive."""
