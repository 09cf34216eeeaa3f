"""What is said of what several commands take: scenarios, kernels, trees and formats of files."""

from __future__ import annotations

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
REVIEW = """\
The tree with a patch and the tree without it are run over all scenarios and held to each other:
locks that are kept, scenarios that end otherwise and the branch at which they part, invariants that
are violated where they were not, and which changed lines nobody judged. Nothing that was so before
is said. Every example is run again alone before it is printed.

The exit status is 0 where nothing differs and every changed line was judged, 1 where something
differs, 3 where something could not be judged: code that is not run or that no scenario gets to, a
function that is not modelled. With --expect no-change the first sentence says whether that is so.

A mail on standard input (`s2tui review - < mail.eml`) is applied to HEAD, or to --base; one that
HEAD has already is compared with the commit before it. For b4:

    git config b4.review-perpatch-check-cmd "s2tui review --b4 -"

A file for --answers says what is not modelled, and is believed:

    page_is_odd = 0
    cpu_is_new = field host.fwb
    count_this = noop
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
