"""What the kernel's C asks of the rest of the kernel and of the machine, as tables."""
