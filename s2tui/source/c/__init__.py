"""C as kernels are written in it: from text to a typed tree, without a compiler.

`unit.py` is the door: files go in, and functions, constants and types come out. What they are made
of is in `nodes.py` and `types.py`; what the caller has to say beforehand in `configuration.py`.
"""
