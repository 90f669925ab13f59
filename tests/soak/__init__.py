"""Hours of wires and troubles: what grows, and whether the counts are exact in the end."""
