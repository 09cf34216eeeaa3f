"""From tokens to the typed tree: one parser, in the order of what it builds on.

`stream.py` has the tokens and the scopes, `declarators.py` types and declarators, `expressions.py`
expressions, `initializers.py` what stands in braces, `statements.py` statements and functions.
"""
