"""How two policies differ, as lines and as a tree."""
