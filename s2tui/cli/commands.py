"""Every command, and its parser. The explorer is `s2tui` alone."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

COMMANDS = {
    "explain": "one scenario, one policy: the journey, the descriptor, the reasons",
    "compare": "one scenario, many policies, as a table; or the other way round",
    "debate": "positions x scenarios of the discussion of 2023 to 2025",
    "migrate": "may the VM move, may it come back, where does it fail",
    "diff": "every scenario on which two policies differ, in groups",
    "check": "policies x invariants over all scenarios, with counterexamples",
    "audit": "a kernel tree against the rules that restate it",
    "review": "what a patch does to a kernel tree, over all scenarios",
    "whatif": "which single change changes the outcome; how to get a wanted one",
    "coherence": "what can go wrong in the caches, with the shortest order of events",
    "find": "which scenarios write a descriptor",
    "decode": "stage-2 descriptors, or a page-table dump, explained",
    "encode": "fields to a stage-2 descriptor",
    "combine": "stage 1 and stage 2 combined, as PAR_EL1 would report it",
    "esr": "the syndrome of a stage-2 abort",
    "quiz": "questions from a seed, and what the answers say that one believes",
    "learn": "the lessons in the app, at one of them or at a step",
    "lesson": "what there is to learn, and whether it still holds",
    "list": "policies, kernels, rules, fields, scenarios and what else there is",
    "new-policy": "a Python file that begins as a kernel, to be changed",
}
"""In the order of the help."""
SHELLS = ("bash", "zsh", "tcsh")
OPTIONS = ("--version", "--completion", "--man", "--help")
"""What there is besides the commands and what opens the explorer."""
ABOUT = (*OPTIONS, "-h", "help", "--complete")
"""First words that s2tui answers about itself; the last is for the shells' scripts."""


def module_of(name: str) -> str:
    """The module of a command, or of the explorer."""
    return f"s2tui.cli.{name.replace('-', '_')}"


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of a command; that of the explorer is called `app`."""
    from s2tui.cli.argparse_private import Parser

    prog = f"s2tui {name}" if name != "app" else "s2tui"
    parser = Parser(prog=prog, description=COMMANDS.get(name, ""), allow_abbrev=False)
    import_module(module_of(name)).configure(parser)
    if name != "app":
        from s2tui.cli.arguments import add_form

        add_form(parser)
    return parser
