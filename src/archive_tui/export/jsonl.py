"""Articles as JSONL, one object a line, in the form the import reads.

``id title date section source url body captions`` are the keys of that form; ``tags``,
``author``, ``date_note`` and ``photos`` (the captions with their places) come on top of it.
"""

import json
from collections.abc import Sequence

from archive_tui.model import Article, Photo


def render(articles: Sequence[Article]) -> str:
    """Return articles as JSON objects, each on a line of its own."""
    return "".join(f"{_line(article)}\n" for article in articles)


def _line(article: Article) -> str:
    header = article.header
    values = {
        "id": header.id,
        "title": header.title,
        "date": str(header.date) if header.date else None,
        "section": header.section,
        "source": header.source,
        "url": header.url,
        "body": "\n\n".join(article.paragraphs),
        "captions": [photo.caption for photo in header.photos if photo.caption],
        "tags": list(header.tags),
        "author": header.author,
        "date_note": header.date_note,
        "photos": list(map(_photo, header.photos)),
    }
    return json.dumps(values, ensure_ascii=False)


def _photo(photo: Photo) -> dict[str, str | int | None]:
    return {
        "caption": photo.caption,
        "credit": photo.credit,
        "file": photo.file,
        "after": photo.after,
    }
