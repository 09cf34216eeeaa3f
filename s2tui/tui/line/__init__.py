"""What is typed after `:`, read and completed without a terminal."""
