"""Aggregation: merges reports into incidents, and counts."""
