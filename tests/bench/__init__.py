"""Measurements with limits; `python -m tests.bench` makes all of them. Not part of the tests."""
