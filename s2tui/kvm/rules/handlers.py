"""The handler that most rules belong to, as they name it and where it is written."""

from __future__ import annotations

from typing import Literal

USER: Literal["user_mem_abort"] = "user_mem_abort"
USER_MEM_ABORT = "arch/arm64/kvm/mmu.c:user_mem_abort"
