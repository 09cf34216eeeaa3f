"""One scenario under one policy: its inputs, its journey, its result."""
