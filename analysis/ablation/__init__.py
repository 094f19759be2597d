"""Ablation: what changes when a mechanism is switched off."""
