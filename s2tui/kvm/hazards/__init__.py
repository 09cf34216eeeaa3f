"""What can go wrong with an answer: the catalogue, and when each hazard applies."""
