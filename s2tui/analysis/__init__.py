"""Questions about all scenarios at once: exploration, diff, what-if, find, relevance."""
