"""The command table, a module for each part of the app; `table` is all of them."""
