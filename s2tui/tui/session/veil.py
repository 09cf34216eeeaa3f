"""The answer that panels get while something is asked: without what would tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.masked import masked

if TYPE_CHECKING:
    from s2tui.teach.run.veil import Hides
    from s2tui.tui.session.state import Answer


def veiled(answer: Answer, hides: Hides) -> Answer:
    """An answer of which some parts are hidden.

    Args:
        answer: as the domain gave it.
        hides: the parts; of none it stays as it is.
    """
    if "outcome" not in hides:
        return answer._replace(hides=hides) if hides else answer
    return answer._replace(report=masked(answer.report), was=None, more=None, since=(), hides=hides)
