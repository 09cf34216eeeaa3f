"""The kernels: each reads as the series that it was."""
