"""The formats that wires come in: one small reader each, from bytes to items."""
