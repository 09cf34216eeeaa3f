"""Teaching: what there is to learn, as data."""
