"""The command table, a module for each part of the app; `s2tui.tui.commands` is all of them."""
