"""The JSON that scripts rely on, a module a command; CONTRACT.md is its document."""
