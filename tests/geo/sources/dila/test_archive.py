"""Every container DILA's files may come in, whole, cut short, and hostile."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pyarrow as pa
import pytest

from geo.errors import SourceError
from geo.sources.dila import archive
from geo.sources.dila.archive import read_xml_files

FILES = {
    "dila/77/cio-77001-01.xml": b"<Organisme>1</Organisme>",
    "dila/2A/cij-2A004-01.xml": b"<Organisme>2</Organisme>" * 800,
}


def make_tar(files=FILES):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        tar.addfile(_member("dila/77", kind=tarfile.DIRTYPE))
        tar.addfile(_member("dila/LISEZMOI.txt", size=5), io.BytesIO(b"hello"))
        for name, content in files.items():
            tar.addfile(_member(name, size=len(content)), io.BytesIO(content))
    return stream.getvalue()


def _member(name, *, size=0, kind=tarfile.REGTYPE):
    member = tarfile.TarInfo(name)
    member.size, member.type = size, kind
    return member


def zstd(content):
    stream = pa.BufferOutputStream()
    with pa.CompressedOutputStream(stream, "zstd") as compressed:
        compressed.write(content)
    return stream.getvalue().to_pybytes()


def make_zip(files=FILES):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("dila/LISEZMOI.txt", b"hello")
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


PACKED = {
    "tar": make_tar,
    "tar.gz": lambda: gzip.compress(make_tar()),
    "tar.bz2": lambda: bz2.compress(make_tar()),
    "tar.xz": lambda: lzma.compress(make_tar()),
    "tar.zst": lambda: zstd(make_tar()),
    "zip": make_zip,
}


@pytest.fixture(params=PACKED)
def packed(request):
    return PACKED[request.param]()


def read(path):
    return {file.name: file.content for file in read_xml_files(path)}


def test_an_archive_gives_its_xml_files_whatever_its_name(tmp_path, packed):
    path = tmp_path / "annuaire"
    path.write_bytes(packed)

    assert read(path) == FILES


def test_a_folder_is_searched_at_every_depth_in_the_order_of_names(tmp_path):
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    (tmp_path / "notes.txt").write_text("not a record")

    assert list(read(tmp_path)) == sorted(FILES)


def test_one_file_is_read_alone(tmp_path):
    path = tmp_path / "cio-77001-01.xml"
    path.write_bytes(b"<Organisme/>")

    assert read(path) == {"cio-77001-01.xml": b"<Organisme/>"}


@pytest.mark.parametrize("kept", [0.3, 0.7])
def test_an_archive_cut_short_is_refused(tmp_path, packed, kept):
    path = tmp_path / "annuaire"
    path.write_bytes(packed[: int(len(packed) * kept)])

    with pytest.raises(SourceError, match="truncated"):
        read(path)


def test_a_tar_cut_between_two_files_is_refused_too(tmp_path):
    path = tmp_path / "annuaire.tar"
    with tarfile.open(fileobj=io.BytesIO(make_tar())) as tar:
        second = tar.getmembers()[-1]
    path.write_bytes(make_tar()[: second.offset])

    with pytest.raises(SourceError, match="truncated"):
        read(path)


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "annuaire.tar.zst"
    path.write_bytes(b"no archive at all " * 100)

    with pytest.raises(SourceError, match="no archive"):
        read(path)


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="not there"):
        read(tmp_path / "absent.tar")


def test_a_source_without_xml_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"at least one \.xml"):
        read(tmp_path)


def test_links_and_paths_that_leave_the_archive_are_only_names(tmp_path):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        link = _member("secret.xml", kind=tarfile.SYMTYPE)
        link.linkname = "/etc/hostname"
        tar.addfile(link)
        tar.addfile(_member("../../outside.xml", size=4), io.BytesIO(b"<a/>"))
    path = tmp_path / "annuaire.tar"
    path.write_bytes(stream.getvalue())

    assert read(path) == {"secret.xml": None, "../../outside.xml": b"<a/>"}
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_too_large_is_named_without_its_content(tmp_path, packed, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 100)
    path = tmp_path / "annuaire"
    path.write_bytes(packed)

    assert [content is None for content in read(path).values()] == [False, True]


@pytest.mark.parametrize("cap", ["MAX_FILES", "MAX_TOTAL_BYTES"])
def test_too_much_is_refused(tmp_path, packed, monkeypatch, cap):
    monkeypatch.setattr(archive, cap, 1)
    path = tmp_path / "annuaire"
    path.write_bytes(packed)

    with pytest.raises(SourceError, match="in parts"):
        read(path)


def test_the_cap_on_files_is_inclusive(tmp_path, packed, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILES", len(FILES))
    path = tmp_path / "annuaire"
    path.write_bytes(packed)

    assert len(read(path)) == len(FILES)
