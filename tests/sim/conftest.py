"""Tests of every folder below find ``crafted`` and ``drawn``, which stand here."""
