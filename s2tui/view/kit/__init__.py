"""What all views are made of: spans, layout, tables, trees, words."""
