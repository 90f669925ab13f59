"""The read side: incidents, counts, alerts and articles for people and programs, from a read model of its own."""
