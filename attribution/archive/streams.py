"""Packed files: reads .gz, .bz2, .xz and .zst as streams of bytes that are bounded, whatever the file claims."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Protocol

from ..errors import InputError
from ..extras import need
from .storage import reading, shown

LARGEST = 64 << 20  # bytes of one text, line, cell or page
BOMB_RATIO = 200  # bytes out for each byte in; news in JSON lines packs 5 to 15 times
BOMB_START = 16 << 20  # bytes out before the ratio is looked at
CHUNK = 1 << 10  # packed bytes at a time: the worst of them unpack to some 30 MB
MEMORY = 256 << 20  # bytes that an unpacker may take


class Unpacker(Protocol):
    """The part that the decompressors of the standard library and of zstandard share."""

    def decompress(self, data: bytes, /) -> bytes: ...

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...


_UNPACKERS: dict[str, Callable[[], Unpacker]] = {
    ".gz": lambda: zlib.decompressobj(31),
    ".bz2": bz2.BZ2Decompressor,
    ".xz": lambda: lzma.LZMADecompressor(memlimit=MEMORY),
}


class Meter:
    """Counts the stored bytes that were read, for the progress."""

    def __init__(self) -> None:
        self.bytes = 0


def unpacker(suffix: str) -> Callable[[], Unpacker] | None:
    """What unpacks files with this ending (".gz" …); None where they are not packed."""
    if suffix == ".zst":
        zstandard = need("zstandard", "archives", "a .zst file")
        return lambda: zstandard.ZstdDecompressor(max_window_size=MEMORY // 2).decompressobj()
    return _UNPACKERS.get(suffix)


@contextmanager
def opened(address: str, suffix: str, meter: Meter | None = None) -> Iterator[io.BufferedReader]:
    """The bytes of a file, unpacked where `suffix` says that it is packed; read errors are InputErrors."""
    new = unpacker(suffix)
    with reading(address) as stored:
        stream = Unpacked(stored, new, shown(address), meter or Meter())
        yield io.BufferedReader(stream, 1 << 16)


class Unpacked(io.RawIOBase):
    """A stream of bytes, unpacked member by member; a bomb, a broken and a truncated file raise InputError."""

    def __init__(self, stored: BinaryIO, new: Callable[[], Unpacker] | None, file: str, meter: Meter) -> None:
        self.stored, self.new, self.file, self.meter = stored, new, file, meter
        self.member: Unpacker | None = None
        self.packed = self.out = 0
        self.ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.ready:
            data = self._take(CHUNK if self.new else len(buffer))
            if not data:
                return 0
            self.ready = memoryview(self._unpack(data) if self.new else data)
        number = min(len(buffer), len(self.ready))
        buffer[:number], self.ready = self.ready[:number], self.ready[number:]
        return number

    def _take(self, number: int) -> bytes:
        """The next stored bytes, those left over from the last member first."""
        rest = self.member.unused_data.lstrip(b"\0") if self.member and self.member.eof else b""
        if rest:
            return rest
        try:
            data = self.stored.read(number)
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror or error})", self.file) from None
        self.packed += len(data)
        self.meter.bytes += len(data)
        if not data and self.member and not self.member.eof:
            raise InputError("ends in the middle of its packed data", self.file, f"byte {self.packed}")
        return data

    def _unpack(self, data: bytes) -> bytes:
        if self.member is None or self.member.eof:
            data = data.lstrip(b"\0") if self.member else data
            if not data:
                return b""
            self.member = self.new() if self.new else None
        assert self.member is not None
        try:
            found = self.member.decompress(data)
        except Exception as error:  # zlib.error, LZMAError, OSError, EOFError, ZstdError, MemoryError
            raise InputError(f"cannot be unpacked ({error})", self.file, f"near byte {self.packed}") from None
        self.out += len(found)
        if self.out > BOMB_START and self.out > BOMB_RATIO * self.packed:
            raise InputError(f"unpacks to more than {BOMB_RATIO} times its size", self.file, f"near byte {self.packed}")
        return found


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; one longer than LARGEST is cut to a byte more, and what follows in it is skipped."""
    while line := stream.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = stream.readline(LARGEST + 1)


def whole(stream: BinaryIO, file: str) -> bytes:
    """All bytes of a stream; an InputError where they are more than LARGEST."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST} bytes", file)
    return data
