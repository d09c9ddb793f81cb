"""Open what DILA publishes: an XML file, a folder, or an archive that is never unpacked."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from geo.errors import SourceError

MAX_FILE_BYTES = 1_000_000
"""Largest XML read, in bytes; the largest of January 2022 has 9 kB."""

MAX_FILES = 200_000
"""Most XML files read from one source; DILA publishes about 80,000."""

MAX_TOTAL_BYTES = 2_000_000_000
"""Most bytes an archive may announce once unpacked."""

TAR_END = bytes(1024)
"""Two empty blocks of 512 bytes: a tar that lacks them was cut short."""

BROKEN = (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True, slots=True)
class XmlFile:
    """One XML file as received; `content` is None where it was too large or no plain file."""

    name: str
    content: bytes | None


def read_xml_files(path: Path) -> Iterator[XmlFile]:
    """
    Read the XML files of a source one after the other.

    Parameters
    ----------
    path
        An ``.xml`` file, a folder (searched at every depth), a zip, or a tar,
        plain or compressed by gzip, bzip2, xz or zstd; told by content, not by name.

    Yields
    ------
    file
        Each file whose name ends in ``.xml``, in the order of the archive, or by
        name for a folder.

    Raises
    ------
    SourceError
        If there is nothing to read, the archive is truncated or damaged, or it
        holds more than `MAX_FILES` files or `MAX_TOTAL_BYTES`.
    """
    if not path.exists():
        raise SourceError(
            f"needed an XML file, a folder or an archive, got {path}: it is not there."
        )
    found = 0
    for found, file in enumerate(_open(path), start=1):
        if found > MAX_FILES:
            raise SourceError(f"{path} holds more than {MAX_FILES} XML files; give it in parts.")
        yield file
    if not found:
        raise SourceError(f"needed at least one .xml file, {path} holds none.")


def _open(path: Path) -> Iterator[XmlFile]:
    if path.is_dir():
        return _from_folder(path)
    with path.open("rb") as stream:
        start = stream.read(512)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or path.suffix == ".xml":
        return iter([_from_file(path, path.name)])
    if start.startswith(b"PK"):
        return _guarded(_from_zip, path)
    return _guarded(_from_tar, path)


def _guarded(read: Callable[[Path], Iterator[XmlFile]], path: Path) -> Iterator[XmlFile]:
    """Say of any failure of the decoders that the archive cannot be used."""
    try:
        yield from read(path)
    except BROKEN as error:
        raise SourceError(
            f"{path} is truncated, damaged or no archive ({error}); fetch it again."
        ) from error


def _from_folder(folder: Path) -> Iterator[XmlFile]:
    for path in sorted(folder.rglob("*.xml")):
        yield _from_file(path, path.relative_to(folder).as_posix())


def _from_file(path: Path, name: str) -> XmlFile:
    if not path.is_file():
        return XmlFile(name, None)
    with path.open("rb") as stream:
        return XmlFile(name, _capped(stream))


def _capped(stream: IO[bytes]) -> bytes | None:
    content = stream.read(MAX_FILE_BYTES + 1)
    return content if len(content) <= MAX_FILE_BYTES else None


def _from_zip(path: Path) -> Iterator[XmlFile]:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _check_total(path, sum(member.file_size for member in members))
        for member in members:
            if member.filename.endswith(".xml"):
                with archive.open(member) as stream:
                    yield XmlFile(member.filename, _capped(stream))


def _from_tar(path: Path) -> Iterator[XmlFile]:
    announced = 0
    with _decompressed(path) as plain:
        stream = _Watched(plain)
        # a stream: nothing is sought back, so nothing need be unpacked first
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                announced += member.size
                _check_total(path, announced)
                if member.name.endswith(".xml"):
                    yield _from_tar_member(archive, member)
        stream.check_end()


def _from_tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> XmlFile:
    # a link could name any file; only what the archive holds is read
    content = archive.extractfile(member) if member.isfile() else None
    return XmlFile(member.name, _capped(content) if content else None)


def _check_total(path: Path, announced: int) -> None:
    if announced > MAX_TOTAL_BYTES:
        raise SourceError(f"{path} unpacks to more than {MAX_TOTAL_BYTES} bytes; give it in parts.")


def _decompressed(path: Path) -> Any:  # noqa: ANN401 - each decoder has its own type
    with path.open("rb") as stream:
        start = stream.read(6)
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        return pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")
    if start.startswith(b"\x1f\x8b"):
        return gzip.open(path)
    if start.startswith(b"BZh"):
        return bz2.open(path)
    if start.startswith(b"\xfd7zXZ"):
        return lzma.open(path)
    return path.open("rb")


class _Watched(io.BufferedIOBase):
    """A stream that remembers its last bytes: `tarfile` takes a missing end for the end."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - pyarrow has no types
        self.stream = stream
        self.tail = b""

    def read(self, size: int | None = -1, /) -> bytes:
        got: bytes = self.stream.read(size)
        self.tail = (self.tail + got)[-len(TAR_END) :]
        return got

    def check_end(self) -> None:
        """Read what is left (padding) and see that the archive was ended."""
        while self.read(1 << 16):
            pass
        if self.tail != TAR_END:
            raise EOFError("the end of the tar is missing")
