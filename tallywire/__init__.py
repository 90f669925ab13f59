"""The command line, and the ground the services run on: a broker and their processes."""
