"""Open what DILA publishes: an XML file, a folder, or an archive that is never unpacked."""

import bz2
import gzip
import io
import lzma
import struct
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
"""Most bytes an archive may announce, or give, once unpacked."""

MAX_HEADER_BYTES = 100_000
"""Most bytes of a tar between two members: `tarfile` holds all of it; a long path takes 4 kB."""

TAR_END_BYTES = 1024
"""Two empty blocks of 512 bytes: a tar that lacks them was cut short."""

CHUNK_BYTES = 1 << 16
"""Read at once where nothing says how much, in bytes."""

ZIP, ZSTD, GZIP, BZIP2, XZ = b"PK", b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"
ARCHIVES = (ZIP, ZSTD, GZIP, BZIP2, XZ)
"""How they begin; a plain tar has ``ustar`` in its first block."""

BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    ValueError,
)
"""What the decoders raise at hostile bytes: beside their own errors, whatever a field breaks."""


@dataclass(frozen=True, slots=True)
class XmlFile:
    """
    One XML file as received.

    Attributes
    ----------
    name
        Text that can be stored: what is not UTF-8 in it is replaced.
    content
        Its bytes, or None where they are not to be had.
    problem
        Why they are not, in French.
    """

    name: str
    content: bytes | None
    problem: str | None = None


def read_xml_files(path: Path) -> Iterator[XmlFile]:
    """
    Read the XML files of a source one after the other.

    Parameters
    ----------
    path
        An XML file, a folder (searched at every depth), a zip, or a tar,
        plain or compressed by gzip, bzip2, xz or zstd; told by content, not by name.

    Yields
    ------
    file
        Each file whose name ends in ``.xml`` (in any case), in the order of the
        archive, or by name for a folder.

    Raises
    ------
    SourceError
        If there is nothing to read, the archive is truncated or damaged, or it
        holds more than `MAX_FILES` files or `MAX_TOTAL_BYTES`.
    """
    if not (path.is_dir() or path.is_file()):
        raise SourceError(
            f"il fallait un fichier XML, un dossier ou une archive ; {path} n’en est pas un ou "
            "n’existe pas : vérifiez le chemin."
        )
    found = 0
    for found, file in enumerate(_guarded(path), start=1):
        if found > MAX_FILES:
            raise SourceError(
                f"{path} contient plus de {MAX_FILES} fichiers XML : donnez-le en plusieurs fois."
            )
        yield file
    if not found:
        raise SourceError(
            f"il fallait au moins un fichier .xml ; {path} n’en contient aucun : vérifiez que "
            "c’est bien l’annuaire de la DILA."
        )


def holds_one_record(path: Path) -> bool:
    """
    Tell a single XML file from a folder or an archive.

    Parameters
    ----------
    path
        As for :func:`read_xml_files`, which judges by the same rule.

    Returns
    -------
    single
        True for a file whose content begins as XML does, whatever its name, and for
        one named ``.xml`` that is no archive; False where nothing is there.

    Raises
    ------
    SourceError
        If the file cannot be opened.
    """
    if not path.is_file():
        return False
    start = _start_of(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return True
    return _is_xml(path.name) and not (start.startswith(ARCHIVES) or start[257:262] == b"ustar")


def _guarded(path: Path) -> Iterator[XmlFile]:
    """Say of any failure of the decoders that the source cannot be used."""
    read = _reader(path)
    try:
        yield from read(path)
    except SourceError:
        raise
    except BROKEN as error:
        raise SourceError(
            f"{path} est tronqué, abîmé, illisible ou n’est pas une archive ({error}) : "
            "récupérez-le à nouveau."
        ) from error


def _reader(path: Path) -> Callable[[Path], Iterator[XmlFile]]:
    if path.is_dir():
        return _from_folder
    if holds_one_record(path):
        return lambda path: iter([_from_file(path, path.name)])
    return _from_zip if _start_of(path).startswith(ZIP) else _from_tar


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(512)
    except OSError as error:
        raise SourceError(f"{path} ne s’ouvre pas ({error}) : vérifiez vos droits.") from error


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _from_folder(folder: Path) -> Iterator[XmlFile]:
    for path in sorted(path for path in folder.rglob("*") if _is_xml(path.name)):
        yield _from_file(path, path.relative_to(folder).as_posix())


def _from_file(path: Path, name: str) -> XmlFile:
    if not path.is_file():
        return _without_content(name, "ce n’est pas un fichier ordinaire")
    try:
        with path.open("rb") as stream:
            return _capped(name, stream)
    except OSError as error:
        return _without_content(name, f"fichier qui ne se lit pas : {error.strerror}")


def _capped(name: str, stream: IO[bytes]) -> XmlFile:
    content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        return _without_content(name, f"fichier trop gros : plus de {MAX_FILE_BYTES} octets")
    return XmlFile(_storable(name), content)


def _without_content(name: str, problem: str) -> XmlFile:
    return XmlFile(_storable(name), None, problem)


def _storable(name: str) -> str:
    """Replace what no database text holds: bytes that were not UTF-8, and NUL."""
    return name.encode(errors="replace").decode().replace("\0", "?")


def _from_zip(path: Path) -> Iterator[XmlFile]:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _check_total(path, sum(member.file_size for member in members))
        for member in members:
            if _is_xml(member.filename):
                yield _from_zip_member(archive, member)


def _from_zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> XmlFile:
    try:
        stream = archive.open(member)
    except RuntimeError as error:  # encrypted, or (NotImplementedError) a compression unknown here
        return _without_content(member.filename, f"chiffré, ou compression inconnue : {error}")
    with stream:
        return _capped(member.filename, stream)


def _from_tar(path: Path) -> Iterator[XmlFile]:
    announced = 0
    with _decompressed(path) as plain:
        stream = _Watched(plain, path)
        # a stream: nothing is sought back, so nothing need be unpacked first
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in iter(archive.next, None):
                # tarfile would keep millions of them
                archive.members.clear()  # type: ignore[attr-defined]  # typeshed lacks it
                stream.allow_header(archive.offset)
                announced += member.size
                _check_total(path, announced)
                if _is_xml(member.name):
                    yield _from_tar_member(archive, member)
            end = archive.offset
        stream.check_end(end)


def _from_tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> XmlFile:
    # a link could name any file; only what the archive holds is read
    content = archive.extractfile(member) if member.isfile() else None
    if content is None:
        return _without_content(member.name, "lien ou fichier spécial, sans contenu propre")
    return _capped(member.name, content)


def _check_total(path: Path, count: int) -> None:
    if count > MAX_TOTAL_BYTES:
        raise SourceError(
            f"{path} fait plus de {MAX_TOTAL_BYTES} octets une fois décompressé : donnez-le en "
            "plusieurs fois."
        )


def _decompressed(path: Path) -> Any:  # noqa: ANN401 - each decoder has its own type
    start = _start_of(path)
    if start.startswith(ZSTD):
        return pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")
    if start.startswith(GZIP):
        return gzip.open(path)
    if start.startswith(BZIP2):
        return bz2.open(path)
    if start.startswith(XZ):
        return lzma.open(path)
    return path.open("rb")


class _Watched(io.BufferedIOBase):
    """
    A tar's bytes, counted as `tarfile` reads them.

    `tarfile` takes a missing end or a damaged header for the end, and holds whatever
    length a header announces.
    """

    def __init__(self, stream: Any, path: Path) -> None:  # noqa: ANN401 - pyarrow has no types
        self.stream, self.path = stream, path
        self.count = 0
        self.content_end = 0  # where the last byte that is not zero ends
        self.limit = MAX_HEADER_BYTES

    def read(self, size: int | None = CHUNK_BYTES, /) -> bytes:
        got: bytes = self.stream.read(size)
        content = got.rstrip(b"\0")
        if content:
            self.content_end = self.count + len(content)
        self.count += len(got)
        _check_total(self.path, self.count)
        if self.count > self.limit:
            raise SourceError(
                f"{self.path} a un en-tête de plus de {MAX_HEADER_BYTES} octets : l’archive est "
                "abîmée ou piégée ; récupérez-la à nouveau."
            )
        return got

    def allow_header(self, offset: int) -> None:
        """Let reading go to where a member ends, and one header further."""
        self.limit = offset + MAX_HEADER_BYTES

    def check_end(self, offset: int) -> None:
        """See that from where `tarfile` stopped there is an end, and only padding after it."""
        self.limit = MAX_TOTAL_BYTES
        while self.read(CHUNK_BYTES):
            pass
        if self.content_end > offset:
            raise tarfile.ReadError(f"à l’octet {offset}, ni un fichier ni la fin")
        if self.count - offset < TAR_END_BYTES:
            raise EOFError("la fin de l’archive manque")
