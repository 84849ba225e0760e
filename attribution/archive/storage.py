"""Files here or anywhere fsspec reaches: reads and writes bytes by address, a file whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any, BinaryIO

from ..errors import InputError, OutputError, UsageError
from ..extras import need

PART = ".part"


class Local:
    """The local disk with the methods of an fsspec file system that are used here, so that fsspec stays optional."""

    def open(self, path: str, mode: str = "rb") -> IO[Any]:
        return open(path, mode)

    def isdir(self, path: str) -> bool:
        return os.path.isdir(path)

    def isfile(self, path: str) -> bool:
        return os.path.isfile(path)

    def exists(self, path: str) -> bool:
        return os.path.exists(path)

    def size(self, path: str) -> int:
        return os.path.getsize(path)

    def glob(self, pattern: str) -> list[str]:
        return glob(pattern, recursive=True)

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        os.makedirs(path, exist_ok=exist_ok)

    def mv(self, old: str, new: str) -> None:
        os.replace(old, new)

    def rm_file(self, path: str) -> None:
        os.unlink(path)

    def ls(self, path: str, detail: bool = False) -> list[str]:
        return [os.path.join(path, name) for name in os.listdir(path)]

    def unstrip_protocol(self, path: str) -> str:
        return path


def located(address: str) -> tuple[Any, str]:
    """The file system of an address and the path in it; UsageError where fsspec does not know the kind of address."""
    if "://" not in address:
        return Local(), address
    core = need("fsspec.core", "archives", f"the address {address}")
    try:
        fs, path = core.url_to_fs(address)
    except (ImportError, ValueError, OSError) as error:
        raise UsageError(f"{address}: cannot be opened ({error})") from None
    return fs, str(path)


def matching(pattern: str) -> list[str] | None:
    """The addresses of the files that a pattern with *, ?, [] or ** names, sorted; None where it is no pattern."""
    fs, path = located(pattern)
    if not has_magic(path) or fs.exists(path):
        return None
    return sorted(fs.unstrip_protocol(each) for each in fs.glob(path) if fs.isfile(each))


def size(address: str) -> int:
    """Bytes of a file as it is stored; 0 where nobody knows."""
    fs, path = located(address)
    try:
        return int(fs.size(path) or 0)
    except OSError:
        return 0


@contextmanager
def reading(address: str) -> Iterator[BinaryIO]:
    """The bytes of an address; an InputError where it cannot be opened."""
    fs, path = located(address)
    try:
        stream = fs.open(path, "rb")
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({getattr(error, 'strerror', None) or error})", shown(address)) from None
    with stream:
        yield stream


def shown(address: str) -> str:
    """An address as it can be printed: bytes of a file name that are not UTF-8 as \\udc… escapes."""
    return address.encode("utf-8", "backslashreplace").decode("utf-8")


class Store:
    """A folder of results, here or at an address: its files appear whole or not at all."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.fs, self.root = located(address)

    def path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}"

    def prepare(self, *folders: str) -> None:
        """Make the folders and take away what killed writers left half written."""
        with self._output():
            for folder in folders:
                self.fs.makedirs(self.path(folder), exist_ok=True)
            self.tidy(*folders)

    def tidy(self, *folders: str) -> None:
        """Take away what killed writers left half written."""
        for folder in folders:
            for name in self.names(folder, PART):
                self.remove(f"{folder}/{name}")

    def names(self, folder: str, suffix: str) -> list[str]:
        """The names of the files of a folder that end so, sorted."""
        if not self.fs.isdir(self.path(folder)):
            return []
        found = (Path(each).name for each in self.fs.ls(self.path(folder), detail=False))
        return sorted(name for name in found if name.endswith(suffix))

    def size(self, name: str) -> int | None:
        """Bytes of a file; None where it is missing."""
        try:
            return int(self.fs.size(self.path(name)))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where it is missing."""
        try:
            with self.fs.open(self.path(name), "rb") as file:
                return bytes(file.read())
        except (FileNotFoundError, NotADirectoryError):
            return None

    def remove(self, name: str) -> None:
        try:
            self.fs.rm_file(self.path(name))
        except (FileNotFoundError, NotADirectoryError):
            return

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file written aside and renamed at the end; on the local disk its bytes are on the disk before that."""
        folder, _, last = self.path(name).rpartition("/")
        part = f"{folder}/.{last}.{uuid.uuid4().hex}{PART}"
        with self._output():
            try:
                with self.fs.open(part, "wb") as file:
                    yield file
                    _to_disk(file)
                self.fs.mv(part, self.path(name))
            except BaseException:
                if self.fs.exists(part):
                    self.fs.rm_file(part)
                raise

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole."""
        with self.writing(name) as file:
            file.write(data)

    def same(self, name: str, data: bytes) -> None:
        """Write a file where it is not already so."""
        if self.read(name) != data:
            self.put(name, data)

    @contextmanager
    def _output(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"{self.address}: cannot be written ({error.strerror or error})") from None


def _to_disk(file: Any) -> None:
    if hasattr(file, "fileno"):
        try:
            file.flush()
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno:  # a file elsewhere has no number
                raise
