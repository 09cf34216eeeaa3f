"""The text of a kernel tree, wherever it is: a directory, a revision, a tar, with patches or not.

A tree is text. It is never run and never built, and nothing in it is trusted: git reads objects
only, with no hook, filter or pager of the repository, and patches are applied to copies.
"""
