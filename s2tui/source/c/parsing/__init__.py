"""From tokens to the typed tree: one parser, each class in the order of what it builds on.

`stream.py` has the tokens and the scopes; `specifiers.py` and `declarators.py` read types (which
integers these are is in `basic.py` and `enumerations.py`, the layout of structures in
`records.py`); `forms.py`, `primaries.py`, `expressions.py` and `initializers.py` what has a value;
`blocks.py` and `statements.py` what is executed. C nests all of it: what a class asks of those that
build on it is abstract there.
"""
