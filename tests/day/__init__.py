"""A day in the life of 200 feeds: what they show at each of its ticks, a server for it, and what must come of it."""
