"""Domain values become lines of (text, role) here, and nowhere else."""
