"""Merging and counting: pure functions and one book of what was heard, without Kafka, clock or environment."""
