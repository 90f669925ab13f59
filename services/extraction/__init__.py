"""Extraction: reads incidents and statistics out of articles."""
