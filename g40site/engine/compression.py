"""Smaller copies of text files, for servers that send a file as it lies there.

In: the bytes of a file. Out: those of its copy, the same for the same input: the time, the name and the system that
gzip would note are left out.
"""

import zlib
from collections.abc import Callable

# How zlib is asked for a whole gzip file. It notes no name and no time, but in its tenth byte the system.
GZIP, SYSTEM, UNKNOWN_SYSTEM = zlib.MAX_WBITS | 16, 9, b"\xff"


def gzip(data: bytes) -> bytes:
    whole = zlib.compress(data, 9, GZIP)
    return whole[:SYSTEM] + UNKNOWN_SYSTEM + whole[SYSTEM + 1 :]


def brotli(data: bytes) -> bytes:
    import brotli as library

    # One step more takes three times as long and gives nothing on pages of this kind.
    return bytes(library.compress(data, mode=library.MODE_TEXT, quality=10))


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip, "br": brotli}
