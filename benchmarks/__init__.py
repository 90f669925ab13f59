"""Measurements of time and memory: they print, and fail nothing."""
