"""``entente ablation``: each mechanism switched off in turn."""
