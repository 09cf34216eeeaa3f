"""Lessons: what a file says, what the model answers to it, and whether both still agree."""
