"""The rules that kernels and proposals are made of, one module per stage."""
