"""The services: each reads one topic, decides, and writes the next."""
