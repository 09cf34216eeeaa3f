"""Every policy: the registry, the kernels and the proposals."""
