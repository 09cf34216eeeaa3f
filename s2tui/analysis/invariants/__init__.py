"""What a sane policy should guarantee, over all scenarios."""
