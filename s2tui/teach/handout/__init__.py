"""A lesson, or a way through several, as a page: to print, to write on, to take home."""
