"""An outcome with what follows from it, and its members."""
