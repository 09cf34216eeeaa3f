"""The Arm architecture of stage-2 memory attributes. Knows nothing of Linux."""
