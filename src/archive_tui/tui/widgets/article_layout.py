"""An article broken into lines for one width, with every mark and caption in its place.

Pure, so that a worker can lay out a long article while the screen goes on. A line and a mark
are found without a walk over the text. Nothing here has colours.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rich.cells import cell_len

from archive_tui.i18n import _
from archive_tui.model import Article, ArticleMarks, Mark, Photo
from archive_tui.text.layout import Line, wrap
from archive_tui.tui.widgets import wording
from archive_tui.tui.widgets.painting import one_line


class BlockKind(StrEnum):
    """What a stretch of the page is."""

    TITLE = "title"
    """The headline."""
    DATELINE = "dateline"
    """Date, section, source and author."""
    PARAGRAPH = "paragraph"
    """A paragraph of the text."""
    CAPTION = "caption"
    """What a photo shows."""
    CREDIT = "credit"
    """Who took the photo."""
    FOOT = "foot"
    """What is known besides, after the text."""
    GAP = "gap"
    """An empty line."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of one kind."""

    kind: BlockKind
    """What it is."""
    text: str = ""
    """What it says."""
    marks: tuple[Mark, ...] = ()
    """Where the query matches in it, in order."""
    photo: int = 0
    """Number of the photo, from 1, for a caption."""


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark and the line it begins on."""

    block: int
    """Number of its block."""
    mark: Mark
    """The mark, in code points of its block's text."""
    line: int
    """Number of the line."""


@dataclass(frozen=True, slots=True)
class LaidLine:
    """One line of the page."""

    block: Block
    """The block it is part of."""
    text: str
    """What it says."""
    marks: tuple[Mark, ...]
    """Marks in it, in code points of ``text``."""
    originals: tuple[Mark, ...]
    """The same marks as their block has them."""
    first: bool
    """Whether it is the first line of its block."""


@dataclass(frozen=True, slots=True)
class ArticleLayout:
    """An article laid out for one width."""

    width: int
    """Cells a line may take."""
    blocks: tuple[Block, ...]
    """The stretches of the page, from top to bottom."""
    lines: Sequence[Line]
    """Each line as a slice of its block's text."""
    owners: "array[int]"
    """Number of the block of each line."""
    starts: "array[int]"
    """Number of the first line of each block."""
    marks: tuple[PlacedMark, ...]
    """Every mark, in reading order."""

    def line(self, number: int) -> LaidLine:
        """Return a line of the page with the marks that touch it."""
        owner = self.owners[number]
        block, span = self.blocks[owner], self.lines[number]
        begin = bisect_right(block.marks, span.start, key=lambda mark: mark.end)
        end = bisect_left(block.marks, span.end, key=lambda mark: mark.start)
        inside = block.marks[begin:end]
        moved = tuple(
            Mark(max(m.start - span.start, 0), m.end - span.start, m.exact) for m in inside
        )
        text = block.text[span.start : span.end]
        return LaidLine(block, text, moved, inside, number == self.starts[owner])

    def caption_line(self, photo: int) -> int:
        """Return the line on which a photo's caption begins, or 0."""
        for number, block in enumerate(self.blocks):
            if block.kind is BlockKind.CAPTION and block.photo == photo:
                return self.starts[number]
        return 0


def lay_out(article: Article, marks: ArticleMarks, width: int) -> ArticleLayout:
    """Break an article into lines.

    Args:
        article: What to show.
        marks: Where the query matches in it.
        width: Cells a line may take; captions get two less.
    """
    blocks = tuple(_blocks(article, marks))
    lines: list[Line] = []
    owners, starts = array("L"), array("L")
    placed: list[PlacedMark] = []
    for number, block in enumerate(blocks):
        first = len(lines)
        starts.append(first)
        indent = 2 if block.kind in {BlockKind.CAPTION, BlockKind.CREDIT} else 0
        own = wrap(block.text, width - indent, cell_len)
        lines.extend(own)
        owners.extend([number] * len(own))
        begins = [line.start for line in own]
        placed.extend(
            PlacedMark(number, mark, first + max(bisect_right(begins, mark.start) - 1, 0))
            for mark in block.marks
        )
    return ArticleLayout(width, blocks, lines, owners, starts, tuple(placed))


def _blocks(article: Article, marks: ArticleMarks) -> Iterator[Block]:
    yield Block(BlockKind.TITLE, one_line(article.title), marks.title)
    if dateline := _dateline(article):
        yield Block(BlockKind.DATELINE, dateline)
    yield Block(BlockKind.GAP)
    captions = _captions_by_place(article)
    yield from _captions(captions.get(0, []), marks)
    for number, paragraph in enumerate(article.paragraphs, start=1):
        text = paragraph.replace("\t", " ")
        yield Block(BlockKind.PARAGRAPH, text, marks.paragraphs[number - 1])
        yield Block(BlockKind.GAP)
        yield from _captions(captions.get(number, []), marks)
    if not article.paragraphs and not article.header.photos:
        yield Block(BlockKind.FOOT, _("This article has no text."))
        yield Block(BlockKind.GAP)
    yield from (Block(BlockKind.FOOT, one_line(text)) for text in _foot(article))


def _captions_by_place(article: Article) -> dict[int, list[tuple[int, Photo]]]:
    """Return the photos by the paragraph they follow; what points beyond the end comes last."""
    places: dict[int, list[tuple[int, Photo]]] = {}
    for number, photo in enumerate(article.header.photos, start=1):
        place = min(max(photo.after, 0), len(article.paragraphs))
        places.setdefault(place, []).append((number, photo))
    return places


def _captions(photos: Sequence[tuple[int, Photo]], marks: ArticleMarks) -> Iterator[Block]:
    for number, photo in photos:
        text = photo.caption.replace("\t", " ")
        yield Block(BlockKind.CAPTION, text, marks.captions[number - 1], number)
        if photo.credit:
            yield _credit(photo.credit, marks.credits[number - 1] if marks.credits else (), number)
        yield Block(BlockKind.GAP)


def _credit(credit: str, marks: Sequence[Mark], number: int) -> Block:
    """Return the line of a credit, its marks moved behind the words before it."""
    frame = _("Photo: {credit}")
    shift = frame.index("{credit}")
    moved = tuple(replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in marks)
    return Block(BlockKind.CREDIT, one_line(frame.format(credit=credit)), moved, number)


def _dateline(article: Article) -> str:
    header = article.header
    date = wording.date_text(header.date)
    if header.date_note:
        date = f"{header.date_note} {date}"
    parts = (date, header.section, header.source, header.author)
    return one_line(" · ".join(part for part in parts if part))


def _foot(article: Article) -> Iterator[str]:
    header = article.header
    if header.tags:
        yield _("Tags: {tags}").format(tags=", ".join(header.tags))
    if header.url:
        yield header.url
    yield header.id
