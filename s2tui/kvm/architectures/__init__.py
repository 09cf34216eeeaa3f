"""What decides memory types under KVM on every architecture: facts, each with its source."""
