"""Where wires come from: feeds, folders, pushes, other topics. All IO of ingest but its stream."""
