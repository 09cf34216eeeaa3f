"""Stage 1 combined with stage 2."""
