"""Questions about all scenarios at once: diagrams, diff, invariants, what-if, find, relevance."""
