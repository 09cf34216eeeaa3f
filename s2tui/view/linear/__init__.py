"""Every screen for somebody who listens: facts in words, one below the other."""
