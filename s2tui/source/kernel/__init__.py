"""A kernel tree as a policy."""
