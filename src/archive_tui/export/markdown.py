r"""Articles as Markdown that shows every text as it is written.

An article may contain ``<script>`` or ``[link](…)``; here that is text, so whatever Markdown
(CommonMark 0.31) would act on is escaped with a backslash.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archive_tui.export.citation import PHOTO_LABEL, Detail, blocks, captioned, details
from archive_tui.model import Article

_INLINE: Final = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
_LINE_START: Final = re.compile(r"^([ \t]*)([#+=-]|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
_LINK: Final = re.compile(r"https?://[^\s<>\\]+")


def render(articles: Sequence[Article]) -> str:
    """Return articles as Markdown, parted by a thematic break."""
    return "\n---\n\n".join(map(_article, articles))


def _article(article: Article) -> str:
    title = _escaped_inline(" ".join(article.title.split())).replace("#", "\\#")
    parts = [f"# {title}\n", "".join(map(_detail, details(article.header)))]
    return "\n".join([*parts, *_body(article)])


def _detail(detail: Detail) -> str:
    is_link = bool(_LINK.fullmatch(detail.value))
    value = f"<{detail.value}>" if is_link else _escaped_inline(detail.value)
    return f"- **{detail.label}:** {value}\n"


def _body(article: Article) -> Iterator[str]:
    for block in blocks(article):
        if isinstance(block, str):
            yield f"{_escaped(block)}\n"
        else:
            yield f"> **{PHOTO_LABEL}:** {_escaped_inline(captioned(block))}\n"


def _escaped(text: str) -> str:
    """Return paragraphs' text with everything escaped that would mean something."""
    return _LINE_START.sub(_escape_start, _escaped_inline(text))


def _escape_start(match: re.Match[str]) -> str:
    r"""Escape what begins a heading, a list or a rule; a number by its full stop: ``1\.``."""
    blanks, sign = match.groups()
    return f"{blanks}{sign}\\" if sign.isdigit() else f"{blanks}\\{sign}"


def _escaped_inline(text: str) -> str:
    return _INLINE.sub(lambda match: f"\\{match.group()}", text)
