"""What a patch does to a kernel tree: both are run over all scenarios, and held to each other."""
