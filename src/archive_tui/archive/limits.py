"""How large the files of an archive may be; what is larger was not written by a person."""

from typing import Final

FILE_LIMIT: Final = 1 << 26
"""Most bytes an article file may have: 64 MiB, a hundred times the longest novel."""

SIZE_LIMIT: Final = 1 << 18
"""Most characters a front matter may have; a thousand captions take less than half."""
