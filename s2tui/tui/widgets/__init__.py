"""Widgets: each draws finished values and computes nothing."""
