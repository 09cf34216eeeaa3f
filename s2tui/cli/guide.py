"""What the help and the man page say besides the arguments: examples, file formats, where to look.

Every example is run by a test, in a folder that has the files which they name.
"""

from __future__ import annotations

from typing import NamedTuple

from s2tui.cli.topics import (
    COHERENCE_BATCH,
    COMBINE_BATCH,
    DUMP,
    EXPLAIN_BATCH,
    FLEET,
    KERNEL,
    LESSON,
    OWN_POLICY,
    QUIZ,
    REVIEW,
    SCENARIO,
    TREE,
)


class Example(NamedTuple):
    """A command, and what it is good for."""

    line: str
    text: str


class Guide(NamedTuple):
    """What is said of one command."""

    examples: tuple[Example, ...]
    notes: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    """The lists that say what its words may be."""


GUIDES = {
    "app": Guide(
        (
            Example("s2tui", "open the explorer where it was left"),
            Example("s2tui --fresh --scenario @gpu-memory --kernel v6.12", "begin somewhere"),
            Example("s2tui --screen diff --mode 'v6.9 v7.3'", "a screen, with what it is to show"),
            Example("s2tui --screen compare --mode 'debate sean S3'", "a cell of the debate"),
        ),
        (SCENARIO, KERNEL),
        ("scenarios", "kernels", "themes"),
    ),
    "explain": Guide(
        (
            Example(
                "s2tui explain @gpu-memory host.fwb=false", "a named scenario, one field changed"
            ),
            Example("s2tui explain backing=pfnmap --kernel v6.12 -v", "with the checks it passed"),
            Example("s2tui explain @bar --brief", "the answer in one line"),
            Example("s2tui explain vm.toml host.cpu=neoverse-v2", "a scenario file on some CPU"),
            Example("s2tui explain @bar esr=0x93c08047", "the access of a traced syndrome"),
            Example("s2tui explain @bar --json", "for scripts"),
            Example("s2tui explain --batch questions.jsonl", "many at once"),
        ),
        (SCENARIO, KERNEL, EXPLAIN_BATCH),
        ("fields", "scenarios", "kernels", "policies", "cpus"),
    ),
    "compare": Guide(
        (
            Example("s2tui compare @gpu-memory", "under every kernel and position"),
            Example(
                "s2tui compare @bar --kernels v6.8,v6.9", "two of them; what differs is marked"
            ),
            Example("s2tui compare @gpu-memory --kernels v7.3,./mine.py", "a patch of one's own"),
            Example("s2tui compare --scenarios --kernel v6.12", "every named scenario under one"),
            Example(
                "s2tui compare --scenarios gpu host.fwb=false",
                "those with gpu in name or text, without FWB",
            ),
        ),
        (SCENARIO, KERNEL),
        ("fields", "scenarios", "policies"),
    ),
    "debate": Guide(
        (
            Example("s2tui debate", "who would have done what"),
            Example("s2tui debate --mail", "the mail of 26 March 2025, sentence by sentence"),
        ),
        (),
        ("policies",),
    ),
    "migrate": Guide(
        (
            Example("s2tui migrate @gpu-memory", "between the three classes of host"),
            Example(
                "s2tui migrate @gpu-memory --from host.cpu=neoverse-v2 --to host.fwb=false",
                "one move",
            ),
            Example(
                "s2tui migrate @gpu-memory --from kernel=v6.12 --to kernel=v6.17",
                "the same host with another kernel",
            ),
            Example("s2tui migrate @gpu-memory --fleet fleet.toml", "every pair of a fleet"),
        ),
        (FLEET, SCENARIO, KERNEL),
        ("fields", "scenarios", "cpus"),
    ),
    "diff": Guide(
        (
            Example("s2tui diff v6.9 v6.17", "what the series changed"),
            Example("s2tui diff v6.9 v6.17 --where host.fwb=false", "on hosts without FWB"),
            Example("s2tui diff v7.3 ./mine.py --markdown", "for a review mail"),
        ),
        (KERNEL,),
        ("policies", "kernels", "fields"),
    ),
    "check": Guide(
        (
            Example("s2tui check v7.3", "every invariant"),
            Example("s2tui check v6.9 v7.3 --invariant courtesy", "one of them, for two kernels"),
            Example("s2tui check ./mine.py --against v7.3", "only what the patch breaks"),
        ),
        (KERNEL,),
        ("invariants", "policies", "fields"),
    ),
    "audit": Guide(
        (
            Example("s2tui audit linux", "does the C do what the rules of its release say?"),
            Example("s2tui audit linux --against v6.17", "or those of another one"),
        ),
        (TREE, KERNEL),
        ("kernels",),
    ),
    "review": Guide(
        (
            Example("s2tui review HEAD~1..HEAD -C linux", "each commit of a range"),
            Example(
                "s2tui review --base HEAD --patch series.mbox -C linux",
                "each patch of a series, and all together",
            ),
            Example(
                "s2tui review linux@HEAD~1 linux --expect no-change",
                "two trees that should do the same",
            ),
        ),
        (REVIEW, TREE),
        ("fields", "invariants"),
    ),
    "whatif": Guide(
        (
            Example("s2tui whatif @gpu-memory", "which single change changes the outcome"),
            Example(
                "s2tui whatif @gpu-memory --want mapping.type=device",
                "the nearest scenarios that end otherwise",
            ),
        ),
        (SCENARIO, KERNEL),
        ("fields", "scenarios", "kernels"),
    ),
    "coherence": Guide(
        (
            Example(
                "s2tui coherence @gpu-memory --kernel v6.9", "the orders of events that lose data"
            ),
            Example("s2tui coherence @gpu-memory", "none is left, and what sees to it"),
            Example("s2tui coherence @boot --left dirty", "after an owner who left a dirty line"),
            Example("s2tui coherence --batch configurations.jsonl", "the machine by itself"),
        ),
        (COHERENCE_BATCH, SCENARIO, KERNEL),
        ("fields", "scenarios", "kernels", "hazards"),
    ),
    "find": Guide(
        (
            Example("s2tui find 0x800007db", "who writes these 64 bits"),
            Example("s2tui find 0x00400000800007c5 --kernel v6.9", "under another kernel"),
        ),
        (KERNEL,),
        ("kernels",),
    ),
    "decode": Guide(
        (
            Example("s2tui decode 0x00400000800007c7", "every field of a leaf"),
            Example("s2tui decode 0x800007ff --no-fwb", "the same bits without FWB"),
            Example(
                "cat /sys/kernel/debug/kvm/1234-5/stage2_page_tables | s2tui decode -",
                "a running VM's tables",
            ),
        ),
        (DUMP,),
    ),
    "encode": Guide(
        (
            Example("s2tui encode MemAttr=6 S2AP=3 SH=3 AF=1 address=0x80000000", "a page"),
            Example("s2tui encode kind=block MemAttr=1 AF=1 address=0x40000000", "a 2 MiB block"),
        ),
    ),
    "combine": Guide(
        (
            Example("s2tui combine --s1 0xff --s2 6 --fwb", "Write-Back under FWB"),
            Example("s2tui combine --s1 0x44 --s2 0xf --no-fwb", "Non-cacheable without"),
            Example("s2tui combine --batch attributes.jsonl", "many at once"),
        ),
        (COMBINE_BATCH,),
    ),
    "esr": Guide((Example("s2tui esr 0x93c08047", "what the guest did, and what KVM was told"),)),
    "quiz": Guide(
        (
            Example("s2tui quiz K7Q2", "fourteen questions; whoever types K7Q2 gets the same"),
            Example("s2tui quiz K7Q2 --questions 5 --json", "with the answers, for other programs"),
        ),
        (QUIZ,),
        ("misconceptions",),
    ),
    "learn": Guide(
        (
            Example("s2tui learn", "what there is to learn, and how far one came"),
            Example("s2tui learn dic#no-dic", "a lesson at one of its steps"),
        ),
        (),
        ("lessons",),
    ),
    "lesson": Guide(
        (
            Example("s2tui lesson list", "what there is, and in which order"),
            Example("s2tui lesson show dic", "every question, its answer and why"),
            Example("s2tui lesson new mine", "mine.md, a lesson of your own to begin with"),
            Example("s2tui lesson check", "whether the model still answers what the prose says"),
        ),
        (LESSON,),
        ("misconceptions",),
    ),
    "list": Guide(
        (
            Example("s2tui list fields", "what a scenario may say"),
            Example("s2tui list scenarios", "those that people talk about"),
            Example("s2tui list kernels", "who answers for which release"),
            Example(
                "s2tui list rules v6.17", "what decides under a kernel, in order, with sources"
            ),
        ),
    ),
    "new-policy": Guide(
        (
            Example("s2tui new-policy my-patch --from v7.3", "my-patch.py, to be changed"),
            Example("s2tui new-policy as-posted --from patch-v7", "from a proposal"),
        ),
        (OWN_POLICY,),
        ("rules", "fields", "kernels"),
    ),
}
"""By command; that of the explorer is called `app`."""


def text(name: str, width: int) -> str:
    """What stands below the arguments of a command in its help.

    Args:
        name: the command.
        width: columns; examples and formats are as wide as they are.
    """
    guide = GUIDES[name]
    parts = ["examples:\n" + "\n".join(f"  {e.line}\n      {e.text}" for e in guide.examples)]
    parts += [_filled(note, width) for note in guide.notes]
    if guide.lists:
        parts.append(_filled("What the words may be: " + pointers(guide) + ".", width))
    return "\n\n".join(parts)


def pointers(guide: Guide) -> str:
    """The lists that say what the words of a command may be, as commands."""
    return ", ".join(f"s2tui list {what}" for what in guide.lists)


def _filled(note: str, width: int) -> str:
    """A note with its paragraphs wrapped; what is indented is left as it is."""
    from textwrap import fill

    paragraphs = note.rstrip().split("\n\n")
    return "\n\n".join(
        p if p.startswith(" ") else fill(" ".join(p.split()), width) for p in paragraphs
    )
