"""A week's briefing: what happened, beside the week before, as a page or a picture for people without a browser."""
