"""The fault suite: real services and a real broker, troubled in every way we know, and judged by their logs."""
