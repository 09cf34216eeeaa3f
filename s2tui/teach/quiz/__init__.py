"""The quiz: questions that are generated near decision boundaries, their answers computed."""
