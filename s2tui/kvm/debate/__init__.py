"""The debate of 2023 to 2025 as a table."""
