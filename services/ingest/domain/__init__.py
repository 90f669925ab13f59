"""What a wire is, and what its coming changes: pure functions."""
