"""Pathways: when a plan stops doing, and when, seen on what a table can observe, another should take its place."""
