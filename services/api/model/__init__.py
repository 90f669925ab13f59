"""The read model: what the topics say, in SQLite, ready to be asked. It can be deleted at any time."""
