"""Paragraphs that are no story."""


def without_furniture(body: str) -> str:
    """The body without paragraphs at its head and end that are no story: links to more, subscriptions, credits."""
    return body
