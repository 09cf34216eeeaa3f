"""Invariants as lines and as a table."""
