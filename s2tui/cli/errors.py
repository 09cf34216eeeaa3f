"""The error that the commands raise; the main program prints it and exits with 2."""

from s2tui.errors import Wrong

__all__ = ["Wrong"]
