"""Kernel trees that nobody wrote: a few invented files, in a directory, a repository or a tar."""

from __future__ import annotations

import gzip
import lzma
import os
import subprocess
import tarfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MMU = "arch/arm64/kvm/mmu.c"
LINES = [f"\tstep_{n}(vcpu);\n" for n in range(40)]
FILES = {
    "Makefile": "# SPDX\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION =\nNAME = X\n",
    MMU: "int answer(struct vcpu *vcpu)\n{\n" + "".join(LINES) + "\treturn 0;\n}\n",
    "arch/arm64/kvm/mmio.c": "int mmio(void) { return 1; }\n",
    "virt/kvm/kvm_main.c": "int main_of_kvm;\n",
    "Documentation/kvm.rst": "Words.\n",
}
WHO = ("-c", "user.name=N", "-c", "user.email=n@example.org")


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return folder


def run(folder: Path, *words: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *WHO, *words], cwd=folder, check=True, capture_output=True, text=True,
        env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )  # fmt: skip
    return done.stdout


def repository(folder: Path, *states: dict[str, str]) -> Path:
    """A repository with a commit for each state, tagged v0, v1 and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    run(folder, "init", "-q", "-b", "main")
    for number, state in enumerate(states):
        write(folder, state)
        run(folder, "add", "-A")
        run(folder, "commit", "-q", "-m", f"state {number}")
        run(folder, "tag", f"v{number}")
    return folder


def tar(place: Path, files: dict[str, str], first: str = "linux-source-6.12/") -> Path:
    plain = BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(f"{first}{path}")
            member.size = len(text.encode())
            archive.addfile(member, BytesIO(text.encode()))
    content = plain.getvalue()
    if place.suffix == ".xz":
        content = lzma.compress(content)
    elif place.suffix == ".gz":
        content = gzip.compress(content)
    place.write_bytes(content)
    return place


def changed(*places: int) -> dict[str, str]:
    """The files, with some lines of mmu.c other than they were."""
    lines = [f"\tother_{n}(vcpu);\n" if n in places else LINES[n] for n in range(40)]
    text = "int answer(struct vcpu *vcpu)\n{\n" + "".join(lines) + "\treturn 0;\n}\n"
    return {**FILES, MMU: text}
