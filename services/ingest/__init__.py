"""Ingest: wires as they were delivered become identified, versioned articles."""
