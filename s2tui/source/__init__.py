"""The kernel's own C, read as a policy.

`trees` finds it: a directory, a revision, a tar, with patches on it or not. `c` reads it: text in,
a typed tree of each function out, parsed when it is first asked for. Nothing in `c` knows of KVM.
`machine` runs such trees over all scenarios at once, `world` answers for what is not in the files,
and `kernel` puts all of it together: a tree in, a policy out.
"""
