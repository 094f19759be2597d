"""From overrides, files and Hydra groups to settings that can be run."""
