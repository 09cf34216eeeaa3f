"""Stage-2 descriptors: their fields, encoding and meaning."""
