"""What the help and the man page say besides the arguments: examples, file formats, where to look.

Every example is run by a test, in a folder that has the files which they name.
"""

from __future__ import annotations

from typing import NamedTuple

SCENARIO = """\
A scenario is what differs from the defaults: FIELD=VALUE words, one text with commas between them,
a TOML file, or @NAME. Later words win. host.cpu=NAME sets the host fields of a CPU first.

From the field: esr=VALUE is the access that ESR_EL2 describes (far= and hpfar= say its address),
vmflags="rd wr sh mr mw me ms pf io dc de dd" the VMA of a VmFlags line of /proc/PID/smaps. A note
says what they do not show.

A scenario file names fields by tables, or in full:

    backing = "pfnmap"
    "page.map_memory" = false
    [host]
    fwb = false
"""
KERNEL = """\
A kernel is a policy (v6.17, patch-v9, marc), a release that one answers for (v6.12), a
distribution's kernel (debian-6.12.117), or a Python file that defines `policy`.
"""
TREE = """\
A tree is a folder with a kernel's source, TREE@REV of a git repository, or a tar; with +x.mbox or
+x.patch the patches are applied first, to copies. It is text: nothing of it is built or run, and
nothing is written there. What the C asks of the rest of the kernel is answered by tables; what they
do not know stops the scenarios that get there, with file and line.
"""
OWN_POLICY = """\
The file is the kernel that it begins as: it says which rule it replaces by what. A scenario's
fields are read with an underscore for the dot (vma.memtype: scenario.vma_memtype), lazily; a rule
must be a function of the scenario and of what is decided, and nothing else. What a rule cannot mean
(a field, word, errno or end that there is not) is an error with file and line. `./NAME.py` stands
wherever a kernel can; the explorer reads it again whenever it is saved. An existing file is never
written over.
"""
FLEET = """\
A fleet is a TOML file with a [[host]] table for each host: name (unique), and any of cpu (a
preset), kernel and the host fields without `host.`; what a host leaves out is the scenario's:

    [[host]]
    name = "rack1"
    cpu = "graviton3"
    kernel = "v6.17"

    [[host]]
    name = "no-dic"
    fwb = true
    dic = false
"""
EXPLAIN_BATCH = """\
A line of --batch is an object; both of its keys may be left out:

    {"kernel": "v6.17", "scenario": {"backing": "pfnmap", "host.fwb": false}}

Each is answered by the JSON of --json on one line, in the same order; a line that cannot be read by
{"error": "...", "line": N} in its place, and the exit status is 2 in the end.
"""
COMBINE_BATCH = """\
A line of --batch is an object with s1 (a MAIR byte, off, off-ifetch, dc or dct), s2 (a MemAttr) and
fwb, and optionally s1_sh, s2_sh, icache, mte, xs, mte_perm, fnxs and cd, as the options are called:

    {"s1": "0xff", "s2": 6, "fwb": true, "s1_sh": "osh"}

Each is answered by the JSON of --json on one line, in the same order; a line that cannot be read by
{"error": "...", "line": N} in its place, and the exit status is 2 in the end.
"""
COHERENCE_BATCH = """\
A line of --batch is an object with kernel (wb, none, withdrawn), user (wb, nc, device, none), guest
(wb, wt, nc, device), clean (none, effective, unreachable) and left (none, clean, dirty), and
optionally dma (none, coherent, noncoherent), icache (as clean), dic, idc and fetch (false, true);
all on one line:

    {"kernel": "wb", "user": "wb", "guest": "nc", "clean": "none",
     "left": "none", "dma": "noncoherent"}

Each is answered by the JSON of --json on one line, in the same order; a line that cannot be read by
{"error": "...", "line": N} in its place, and the exit status is 2 in the end.
"""
LESSON = """\
A lesson is a Markdown file with TOML between two lines +++ at its head (id, title, minutes, needs,
concepts, goal, sources). A heading of the second level begins a step, a block called `step` asks
the model; what stands behind it is said after the answer, with {{ MEMBER }} for values:

    ```step
    id = "no-dic"
    given = "@gpu-memory host.dic=false"
    ask = "memslot.result"
    question = "A GPU's memory, FWB and no DIC. Is the memslot accepted?"
    believed = ["fwb-is-enough"]
    holds = ["memslot.errno=EINVAL"]
    ```

No answer is written into a lesson. `check` says with file and line what does not agree: with the
model, with what the prose relies on (`holds`, `decided-by`), and with lessons.lock beside the
lessons, where `accept` holds what was answered when somebody last read them.
"""
QUIZ = """\
Every question is drawn near a boundary, where one change gives another answer; each wrong choice is
what the model answers to what the question might be taken for. Without a seed what was answered
wrongly before comes first, in scenarios that are new. Into a pipe goes a sheet, with the answers at
its end.
"""
DUMP = """\
With - standard input is read: the kernel's own stage2_page_tables (debugfs), or descriptors as
hexadecimal words, with any text around them: of a line with text, what begins with 0x or has 16
digits is a word, but for an address before a colon. Lines without any are counted and shown.
"""


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
