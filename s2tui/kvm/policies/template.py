"""The file that a policy of one's own begins as."""

from __future__ import annotations

_TEXT = """\
\"\"\"{title}\"\"\"

from s2tui.kvm.policies.registry import find
from s2tui.kvm.policy.results import fail
from s2tui.kvm.policy.rule import user_check
from s2tui.kvm.rules.abort import no_vma

base = find({kernel})


# A check answers None where it does not apply, and else how the journey ends: fail("EFAULT"),
# inject("data-abort"), ended("signal"); in the stage memslot refuse_memslot("EINVAL"). The fields
# of a scenario are those of `s2tui list fields`, with an underscore for the dot; what is decided
# on the way is asked as d[TYPE], with TYPE of s2tui.kvm.policy.decisions.
@user_check(
    "without a VMA at the user address there is nothing to map: EFAULT",
    "where it is written: file, function and version, or a mail by author, date and subject",
)
def my_no_vma(s, d):
    # To refuse more than {name} does, take the signs away:
    # if s.backing == "pfnmap" and not s.host_fwb:
    #     return fail("EINVAL")
    return no_vma.apply(s, d)


# A patch names the rules that it replaces, as `s2tui list rules {name}` calls them. Besides
# replace(OLD, NEW, ...) there are insert(RULE, before=OTHER), the same with after=, and drop(OLD).
def my_patch(policy):
    return policy.replace(no_vma, my_no_vma)


policy = base.patched(
    {id}, {quoted}, my_patch, notes=base.notes, remarks=base.remarks
)
"""


def text(name: str, kernel: str) -> str:
    """A file that defines a policy which answers as another one does.

    Args:
        name: what it is called.
        kernel: as `registry.find` takes it.
    """
    from json import dumps

    title = f"{kernel}, changed"
    plain = "".join(c if c.isprintable() and c not in '"\\' else " " for c in kernel)
    return _TEXT.format(
        title=f"{plain}, changed",
        kernel=dumps(kernel),
        name=plain,
        id=dumps(name),
        quoted=dumps(title),
    )
