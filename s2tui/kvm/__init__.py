"""What KVM/arm64 does with a stage-2 fault, kernel by kernel."""
