"""A kernel tree held to a policy, as lines."""
