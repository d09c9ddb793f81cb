"""Every container DILA's files may come in, whole, cut short, and hostile."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tracemalloc
import zipfile

import pyarrow as pa
import pytest

from geo.errors import SourceError
from geo.sources.dila import archive, holds_one_record
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


COMPRESSED = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": zstd,
}
PACKED = {
    **{form: lambda pack=pack: pack(make_tar()) for form, pack in COMPRESSED.items()},
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

    with pytest.raises(SourceError, match="tronqué"):
        read(path)


def test_a_tar_cut_between_two_files_is_refused_too(tmp_path):
    path = tmp_path / "annuaire.tar"
    with tarfile.open(fileobj=io.BytesIO(make_tar())) as tar:
        second = tar.getmembers()[-1]
    path.write_bytes(make_tar()[: second.offset])

    with pytest.raises(SourceError, match="tronqué"):
        read(path)


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "annuaire.tar.zst"
    path.write_bytes(b"no archive at all " * 100)

    with pytest.raises(SourceError, match="pas une archive"):
        read(path)


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="n’existe pas"):
        read(tmp_path / "absent.tar")


def test_a_source_without_xml_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"au moins un fichier \.xml"):
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

    with pytest.raises(SourceError, match="plusieurs fois"):
        read(path)


def test_the_cap_on_files_is_inclusive(tmp_path, packed, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILES", len(FILES))
    path = tmp_path / "annuaire"
    path.write_bytes(packed)

    assert len(read(path)) == len(FILES)


@pytest.fixture(params=COMPRESSED)
def compressed(request, tmp_path):
    """Write a tar as it comes, or compressed."""

    def write(content):
        path = tmp_path / f"annuaire.{request.param}"
        path.write_bytes(COMPRESSED[request.param](content))
        return path

    return write


def with_damaged_header(name, content):
    """Make a tar whose last member's header has a wrong checksum."""
    whole = bytearray(make_tar({"a.xml": b"<a/>", name: content}))
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        whole[tar.getmember(name).offset] ^= 1
    return bytes(whole)


@pytest.mark.parametrize("content", [b"<b/>", b"", b"<b/>" * 8000])
def test_a_damaged_header_is_not_taken_for_the_end(compressed, content):
    with pytest.raises(SourceError, match="ni un fichier ni la fin"):
        read(compressed(with_damaged_header("b.xml", content)))


def test_what_follows_the_end_is_refused_unless_it_is_padding(compressed):
    assert read(compressed(make_tar() + bytes(50_000))) == FILES
    with pytest.raises(SourceError, match="ni un fichier ni la fin"):
        read(compressed(make_tar() + make_tar()))


def test_a_file_of_zeros_is_no_end(compressed):
    zeros = {"a.xml": b"<a/>", "b.xml": bytes(4096)}
    with tarfile.open(fileobj=io.BytesIO(make_tar(zeros))) as tar:
        end = tar.getmembers()[-1].offset_data + 4096

    assert read(compressed(make_tar(zeros))) == zeros
    with pytest.raises(SourceError, match="tronqué"):
        read(compressed(make_tar(zeros)[:end]))


def test_padding_without_end_is_refused(compressed, monkeypatch):
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 100_000)

    with pytest.raises(SourceError, match="plusieurs fois"):
        read(compressed(make_tar() + bytes(200_000)))


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_announces_too_much_is_refused_before_it_is_held(compressed, kind):
    announced = 40_000_000  # xz alone takes 8 MB
    header = _member("x", size=announced, kind=kind).tobuf(tarfile.USTAR_FORMAT)
    path = compressed(header + bytes(announced) + make_tar())

    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="en-tête"):
            read(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < announced / 4


def test_headers_within_headers_are_refused(tmp_path):
    header = _member("x", size=512, kind=tarfile.XHDTYPE).tobuf(tarfile.USTAR_FORMAT)
    path = tmp_path / "annuaire.tar"
    path.write_bytes((header + b"11 path=ab\n".ljust(512, b"\0")) * 5_000 + make_tar())

    with pytest.raises(SourceError, match="récupérez"):
        read(path)


def test_a_long_path_is_no_large_header(compressed):
    files = {"d" * 3_000 + ".xml": b"<a/>"}

    assert read(compressed(make_tar(files))) == files


def test_a_name_that_is_not_utf_8_can_be_stored(compressed):
    stream = io.BytesIO()
    options = {"format": tarfile.USTAR_FORMAT, "encoding": "latin-1"}
    with tarfile.open(fileobj=stream, mode="w", **options) as tar:
        tar.addfile(_member("dép.xml", size=4), io.BytesIO(b"<a/>"))

    assert read(compressed(stream.getvalue())) == {"d?p.xml": b"<a/>"}


def test_a_name_on_disk_that_is_not_utf_8_can_be_stored(tmp_path):
    try:
        (tmp_path / "d\udce9p.xml").write_bytes(b"<a/>")
    except OSError:
        pytest.skip("this file system only takes UTF-8")

    assert read(tmp_path) == {"d?p.xml": b"<a/>"}


def flagged(flag=0, method=0):
    """Make a zip whose first XML file is marked as encrypted or so, here and in the directory."""
    content = bytearray(make_zip({"a.xml": b"<a/>", "b.xml": b"<b/>"}))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        where = content.index(b"a.xml", content.index(signature))
        where = content.rindex(signature, 0, where) + at
        was = struct.unpack_from("<HH", content, where)
        struct.pack_into("<HH", content, where, was[0] | flag, method or was[1])
    return bytes(content)


@pytest.mark.parametrize("marks", [{"flag": 1}, {"flag": 0x40}, {"method": 99}])
def test_a_zipped_file_that_cannot_be_opened_is_counted(tmp_path, marks):
    path = tmp_path / "annuaire.zip"
    path.write_bytes(flagged(**marks))

    first, second = read_xml_files(path)

    assert (first.name, first.content) == ("a.xml", None)
    assert "chiffré, ou compression inconnue" in first.problem
    assert (second.content, second.problem) == (b"<b/>", None)


def test_a_zip_whose_names_are_not_what_they_say_is_refused(tmp_path):
    path = tmp_path / "annuaire.zip"
    path.write_bytes(make_zip({"é.xml": b"<a/>"}).replace("é".encode(), b"\xff\xff"))

    with pytest.raises(SourceError, match="abîmé"):
        read(path)


SHOUTED = {"A.XML": b"<a/>", "b.Xml": b"<b/>"}


@pytest.mark.parametrize("pack", [make_tar, make_zip])
def test_the_case_of_the_suffix_is_irrelevant_in_archives(tmp_path, pack):
    path = tmp_path / "annuaire"
    path.write_bytes(pack(SHOUTED))

    assert read(path) == SHOUTED


def test_the_case_of_the_suffix_is_irrelevant_in_folders(tmp_path):
    for name, content in SHOUTED.items():
        (tmp_path / name).write_bytes(content)

    assert read(tmp_path) == SHOUTED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cio.xml", b"<Organisme/>"),
        ("CIO.XML", b""),
        ("cio.xml", b"broken"),
        ("cio", b"\xef\xbb\xbf\n <Organisme/>"),
        ("cio.zip", b"<Organisme/>"),
    ],
)
def test_one_record_is_told_by_content_before_its_name(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)

    assert holds_one_record(path)
    assert read(path) == {name: content}


@pytest.mark.parametrize("name", ["annuaire.tar", "annuaire.xml"])
def test_an_archive_is_not_one_record_whatever_its_name(tmp_path, packed, name):
    path = tmp_path / name
    path.write_bytes(packed)

    assert not holds_one_record(path)
    assert read(path) == FILES


def test_neither_a_folder_nor_nothing_is_one_record(tmp_path):
    (tmp_path / "dossier.xml").mkdir()

    assert not holds_one_record(tmp_path / "dossier.xml")
    assert not holds_one_record(tmp_path / "absent.xml")
