"""A guard in front of everything Whoosh would unpickle.

Whoosh keeps its table of contents, posting blocks and stored fields as pickles, and a pickle
can run code. An index folder may come from anywhere, on a stick or a share. This module puts
a loader in the place of every ``loads`` that reads an index: it builds plain values and the
two classes a table of contents needs, and refuses all else. It has to be installed before
any index is opened, which `store` does.
"""

import io
import pickle
from collections import defaultdict
from pickle import UnpicklingError
from types import SimpleNamespace
from typing import IO, Final

import whoosh.codec.plaintext
import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.externalsort
import whoosh.filedb.structfile
import whoosh.formats
import whoosh.index
import whoosh.legacy


def _latin1_only(text: str, encoding: str = "") -> bytes:
    """Stand in for ``_codecs.encode``, by which old pickle protocols write bytes."""
    if encoding != "latin1" or not isinstance(text, str):
        raise UnpicklingError("an index has no business with other encodings")
    return text.encode("latin1")


def _no_bytes() -> bytes:
    """Stand in for ``bytes()``, by which old pickle protocols write an empty value."""
    return b""


_ALLOWED: Final[dict[tuple[str, str], object]] = {
    ("whoosh.codec.whoosh3", "W3Segment"): whoosh.codec.whoosh3.W3Segment,
    ("whoosh.codec.whoosh3", "W3Codec"): whoosh.codec.whoosh3.W3Codec,
    ("collections", "defaultdict"): defaultdict,
    ("builtins", "int"): int,
    ("__builtin__", "int"): int,
    ("builtins", "bytes"): _no_bytes,
    ("__builtin__", "bytes"): _no_bytes,
    ("_codecs", "encode"): _latin1_only,
}


class _PlainUnpickler(pickle.Unpickler):
    """Builds plain values and what the table of contents needs."""

    def find_class(self, module: str, name: str) -> object:
        """Return an allowed class.

        Raises:
            UnpicklingError: Anything else was asked for.
        """
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise UnpicklingError(f"an index may not hold {module}.{name}") from None


def load(file: IO[bytes]) -> object:
    """Read one pickle of plain values from a file.

    Raises:
        UnpicklingError: It holds anything that could run code.
    """
    return _PlainUnpickler(file).load()


def loads(data: bytes) -> object:
    """Read one pickle of plain values from bytes; raises as `load` does."""
    return load(io.BytesIO(data))


def install() -> None:
    """Put the guard in the place of every name by which Whoosh loads from an index."""
    whoosh.index.pickle = SimpleNamespace(
        loads=loads, dumps=pickle.dumps, PicklingError=pickle.PicklingError
    )
    whoosh.filedb.structfile.load_pickle = load
    whoosh.externalsort.load = load
    for module in (
        whoosh.codec.plaintext,
        whoosh.codec.whoosh3,
        whoosh.columns,
        whoosh.formats,
    ):
        module.loads = loads
    # Tables of contents of old versions go through an unpickler of their own.
    whoosh.legacy.toc_loaders.clear()
