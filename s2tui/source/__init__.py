"""The kernel's own C, read as a policy.

`c` reads it: text in, a typed tree of each function out, parsed when it is first asked for. Nothing
in there knows of KVM.
"""
