"""Real kernel trees, where S2TUI_TREES names some, with colons between them."""

from __future__ import annotations

import os

import pytest

TREES = [path for path in os.environ.get("S2TUI_TREES", "").split(":") if path]
TREE = next(iter(TREES), "")
"""The one that is looked at where one is enough."""
needs_trees = pytest.mark.skipif(not TREES, reason="S2TUI_TREES names no kernel tree")
