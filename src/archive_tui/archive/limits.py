"""How large the files of an archive may be; what is larger was not written by a person."""

from typing import Final

FILE_LIMIT: Final = 1 << 26
"""Most bytes an article file may have: 64 MiB, a hundred times the longest novel."""

SIZE_LIMIT: Final = 1 << 18
"""Most characters a front matter may have; a thousand captions take less than half."""

TITLE_LIMIT: Final = 2_000
"""Most characters a title may have: a page of a book."""

TAG_LIMIT: Final = 200
"""Most tags an article may have. All of them count for each of its photos too."""

PHOTO_LIMIT: Final = 2_000
"""Most photos an article may have; a search lists each by itself, with title and tags."""
