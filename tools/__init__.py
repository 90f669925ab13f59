"""Scripts that are run by hand: what they make is in the tree."""
