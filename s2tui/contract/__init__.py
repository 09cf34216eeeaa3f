"""The JSON that scripts rely on; CONTRACT.md is its document."""
