"""What a review found, in words."""
