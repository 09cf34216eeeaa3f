"""All scenarios at once: decision diagrams of policies."""
