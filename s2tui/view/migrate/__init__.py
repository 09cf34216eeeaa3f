"""Moves as lines and as a table."""
