"""Descriptors, syndromes and combinations as lines."""
