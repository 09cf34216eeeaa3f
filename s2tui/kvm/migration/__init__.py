"""Where a VM may move, and where a bad move fails."""
