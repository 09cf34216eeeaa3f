"""What is on screen, what was before, and what the next session gets."""
