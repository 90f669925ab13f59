"""Text and times as wires carry them, made plain: pure functions."""
