"""The commands of Compare, Diff, Check and Migrate."""

from __future__ import annotations

from s2tui.tui.commands.command import Command

PLACES: dict[str, str] = {
    "table": "in tables and trees",
    "tree": "in trees",
    "compare": "on Compare",
    "diff": "on Diff",
    "check": "on Check",
    "migrate": "on Migrate",
    "review": "on Review",
}
"""Places of this module, each with the words of the help's heading."""
ALL = ("compare", "diff", "check", "migrate", "review")

COMMANDS: tuple[Command, ...] = (
    Command("table.open", "enter", "enter", "open it in Explore", "table", "open", screens=ALL),
    Command("table.up", "up,k", "move(-1)", "go up", "table"),
    Command("table.down", "down,j", "move(1)", "go down", "table"),
    Command("table.left", "left,h", "across(-1)", "go left, or fold", "table"),
    Command("table.right", "right,l", "across(1)", "go right, or unfold", "table"),
    Command("table.page_up", "pageup", "page(-1)", "go up a page", "table"),
    Command("table.page_down", "pagedown", "page(1)", "go down a page", "table"),
    Command("table.first", "home", "move(-100000)", "go to the first row", "table"),
    Command("table.last", "end", "move(100000)", "go to the last row", "table"),
    Command(
        "tree.fold", "space", "fold", "fold or unfold", "tree", "fold", screens=("diff", "review")
    ),
    Command("tree.fold_all", "o", "fold_all", "fold or unfold everything", "tree"),
    Command(
        "compare.choose", "space", "choose", "choose a policy, or leave it out", "compare", "choose"
    ),
    Command(
        "compare.preset",
        "z",
        "preset",
        "every policy, kernels, proposals, the chosen ones, the debate",
        "compare",
        "which",
    ),
    Command(
        "compare.debate",
        "o",
        "debate",
        "the table of the debate of 2023-2025, and back",
        "compare",
        "debate",
    ),
    Command(
        "diff.next",
        "right_square_bracket",
        "first(1)",
        "compare with the next policy",
        "diff",
        "with",
    ),
    Command(
        "diff.previous",
        "left_square_bracket",
        "first(-1)",
        "compare with the policy before",
        "diff",
    ),
    Command("diff.swap", "i", "swap", "exchange the two policies", "diff", "swap"),
    Command(
        "diff.where",
        "z",
        "where",
        "look everywhere, or only where the inputs are as they are set here",
        "diff",
        "where",
    ),
    Command(
        "review.next", "right_square_bracket", "patch(1)", "the next patch", "review", "next patch"
    ),
    Command("review.previous", "left_square_bracket", "patch(-1)", "the patch before", "review"),
    Command("check.preset", "z", "preset", "every policy, kernels, proposals", "check", "which"),
    Command("migrate.hosts", "z", "hosts", "three kinds of host, or a fleet", "migrate", "hosts"),
    Command("migrate.fleet", "i", "fleet", "read the hosts from a TOML file", "migrate", "fleet"),
)
