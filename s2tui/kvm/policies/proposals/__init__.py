"""The positions of the debate and the patches that were posted."""
