"""Reading incidents and statistics out of one article: pure functions over its text."""
