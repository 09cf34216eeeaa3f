"""The decision diagrams that tests share: what one test asked for, the next need not compute again.

Diagrams only grow, and what they hold depends on the policies alone, so no test can see what
another asked. A test about the diagrams themselves (their size, what an aborted question leaves)
makes its own.
"""

from __future__ import annotations

from s2tui.analysis.diagrams.explorer import Diagrams

SHARED = Diagrams()
