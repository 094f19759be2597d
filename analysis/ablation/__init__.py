"""Ablation: what each mechanism is worth."""
