"""The words of the field, each explained once: for lists, the app and lessons."""
