"""The kernel's own C, read as a policy.

`trees` finds it: a directory, a revision, a tar, with patches on it or not. `c` reads it: text in,
a typed tree of each function out, parsed when it is first asked for. Nothing in `c` knows of KVM.
"""
