"""Articles as plain text: a citation, then the wrapped body with its captions."""

from collections.abc import Iterator, Sequence
from typing import Final

from archive_tui.export.citation import PHOTO_LABEL, blocks, captioned, details
from archive_tui.model import Article
from archive_tui.text.layout import wrap

_RULE_WIDTH: Final = 78


def render(articles: Sequence[Article], width: int) -> str:
    """Return articles as plain text, parted by a line of equals signs.

    Args:
        articles: What to write, in this order.
        width: Cells a line may take; 0 leaves each paragraph on one line.
    """
    rule = "=" * (width or _RULE_WIDTH)
    return f"\n{rule}\n\n".join(_article(article, width) for article in articles)


def _article(article: Article, width: int) -> str:
    head = _wrapped(article.title, width) + "".join(_citation(article, width))
    body = "".join(f"\n{block}" for block in _body(article, width))
    return head + body


def _citation(article: Article, width: int) -> Iterator[str]:
    for detail in details(article.header):
        yield _wrapped(f"{detail.label}: {detail.value}", 0 if detail.unbroken else width)


def _body(article: Article, width: int) -> Iterator[str]:
    for block in blocks(article):
        text = block if isinstance(block, str) else f"[{PHOTO_LABEL}] {captioned(block)}"
        yield _wrapped(text, width)


def _wrapped(text: str, width: int) -> str:
    """Return a text in lines, each with its line end."""
    if not width:
        return f"{text}\n"
    return "".join(f"{text[line.start : line.end]}\n" for line in wrap(text, width))
