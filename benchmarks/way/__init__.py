"""The whole way, from articles to counts, by the real services on a real broker."""
