"""An article as JSON: what the preview of a page and the service both tell of it."""

from typing import Any

from index.schema import Article


def article_json(article: Article) -> dict[str, Any]:
    """Text and facts of an article; where it comes from is added by those who know."""
    return {
        "title": article.title,
        "body": article.body,
        "byline": article.byline,
        "published": article.published.isoformat() if article.published else None,
        "published_by": article.published_by.value,
        "published_from": article.published_from,
        "outlet": article.outlet,
        "place": article.place,
        "language": article.language,
        "persons": list(article.persons),
        "organisations": list(article.organisations),
    }
