"""What an outcome can depend on: the fields, what binds them, and how they are written."""
