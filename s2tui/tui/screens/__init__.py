"""Screens: each arranges widgets and hands them the answer."""
