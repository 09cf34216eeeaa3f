"""Run C over all scenarios at once: every value is a decision diagram."""
