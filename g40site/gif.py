"""A moving GIF without what nobody sees: comments, notes of programs, and whatever is stuck behind its end.

In: the bytes of a GIF. Out: its frames as they were, in the same order, and how often they repeat; or `ValueError`
where it holds what no GIF does, `IndexError` where it ends too early. Other images are made anew, without all of that.
"""

HEAD, FRAME, MORE, END = 13, 0x2C, 0x21, 0x3B
CONTROL, OF_A_PROGRAM = 0xF9, 0xFF
# The one note of a program that browsers read: after how many times it stops.
LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def bare(data: bytes) -> bytes:
    at = HEAD + colours(data, HEAD - 3)
    pieces = [data[:at]]
    while at < len(data) and data[at] != END:
        kind, label = data[at], data[at + 1 : at + 2]
        if kind == FRAME:
            # Where it stands and how large it is, its colours, the size of its codes.
            head = at + 10 + colours(data, at + 9) + 1
            end = behind(data, head)
            pieces.append(data[at:end])
        elif kind == MORE:
            end = behind(data, at + 2)
            pieces.append(visible_bytes(data[at:end], label))
        else:
            raise ValueError("no block of a GIF")
        at = end
    return b"".join(pieces) + bytes([END])


def colours(data: bytes, flags: int) -> int:
    """How long the list of colours is that a byte of flags tells of."""
    return 3 << (data[flags] & 7) + 1 if data[flags] & 0x80 else 0


def behind(data: bytes, at: int) -> int:
    """Where a row of pieces ends, each with its length before it."""
    while (length := data[at]) > 0:
        at += length + 1
    return at + 1


def visible_bytes(block: bytes, label: bytes) -> bytes:
    """As much of a block as is seen: of what a frame waits and how it goes, and how often all repeat."""
    if label[0] == CONTROL and block[2] == 4:
        return block[:7] + b"\0"
    if label[0] == OF_A_PROGRAM and block[2:14] in LOOPS and block[14:16] == b"\3\1":
        return block[:18] + b"\0"
    return b""
