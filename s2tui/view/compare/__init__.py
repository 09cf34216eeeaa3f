"""One scenario under many policies, and the debate, as lines and as tables."""
