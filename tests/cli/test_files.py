"""
Files that the commands write: whole or not at all, by one run at a time.
"""

from __future__ import annotations

import os
import signal
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from errspec.cli import rewriting
from errspec.cli.main import main
from errspec.exceptions import ChangedFile, FileInUse, ForeignFile, InputError, LinkedFile, ReadOnlyFile
from errspec.files import claimed, tidy, write
from tests.support.cases import ROOT

SPEC = ROOT / "tests" / "fixtures" / "openapi" / "invoices.yaml"
KILLED = """
import os, signal, sys
from errspec import files
files.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from errspec.cli.main import main
main(sys.argv[1:])
"""
COUNTER = """
import sys
from errspec.exceptions import UnwritableFile
from errspec.files import write
path, times = sys.argv[1], int(sys.argv[2])
while times:
    former = open(path, "rb").read()
    try:
        write(path, b"%d" % (int(former) + 1), former=former)
        times -= 1
    except UnwritableFile:
        pass
"""


@pytest.fixture
def spec(tmp_path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_bytes(SPEC.read_bytes())
    return path


def embed(spec: Path, provider: str = "sibill", *options: str) -> int:
    return main(["openapi", "embed", str(spec), "--provider", provider, "--in-place", "--no-validate", *options])


#: The id in an entry of an access control list that names neither a user nor a group.
NOBODY = 0xFFFFFFFF
#: What Windows does not have.
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions, links and signals")


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o666])
def test_permissions_are_kept(tmp_path, mode):
    """
    A file that is replaced has the permissions that it had; a new one has the usual ones.
    """
    path = tmp_path / "x"
    write(str(path), b"1")
    umask = os.umask(0)
    os.umask(umask)
    assert 0o666 & ~umask == stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode)
    write(str(path), b"2")
    assert (b"2", mode) == (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_is_kept(spec, monkeypatch, capsys):
    """
    A file that belongs to somebody else still does so afterward, or is left as it is.
    """
    os.chown(spec, 12345, 23456)
    spec.chmod(0o640)
    assert 0 == embed(spec)
    status = spec.stat()
    assert (12345, 23456, 0o640) == (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode))

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("errspec.files.os.chown", refuse)
    before = spec.read_bytes()
    with pytest.raises(ForeignFile, match=r"spec\.yaml belongs to another user"):
        write(str(spec), b"new")
    assert 2 == embed(spec, "open2b")
    assert before == spec.read_bytes()
    assert [spec] == list(spec.parent.iterdir())


def entries(*listed: tuple[int, int, int]) -> bytes:
    """
    An access control list as Linux stores it: a version, then a kind, permissions and an id for each entry.
    """
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in listed)


#: A list that lets the user 1234 write: user::rw-, user:1234:rw-, group::r--, mask::rw-, other::r--. The mode of the
#: file shows the mask as the permissions of its group.
LIST = entries((1, 6, NOBODY), (2, 6, 1234), (4, 4, NOBODY), (16, 6, NOBODY), (32, 4, NOBODY))


def give(path: Path, name: str, value: bytes) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("skipped because this system has no extended attributes")
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"skipped because the file system of {path.parent} has no {name}: {error.strerror}")


def attributes(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


@pytest.mark.parametrize(("name", "value"), [("user.origin", b"mine\0"), ("system.posix_acl_access", LIST)])
def test_extended_attributes_are_kept(spec, monkeypatch, capsys, name, value):
    """
    A file that is replaced has the attributes that it had; one whose access control list cannot be kept stays as it is.
    """
    give(spec, name, value)
    before, mode, content = attributes(spec), spec.stat().st_mode, spec.read_bytes()
    assert 0 == embed(spec)
    assert (before, mode) == (attributes(spec), spec.stat().st_mode)
    spec.write_bytes(content)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("errspec.files.os.setxattr", refuse)
    is_list = name.startswith("system.")
    assert (2 if is_list else 0) == embed(spec)
    assert is_list == ("would not have the same access control list" in capsys.readouterr().err)
    assert is_list == (content == spec.read_bytes())
    assert [spec] == list(spec.parent.iterdir())


def test_the_list_of_the_folder_gives_no_access(spec):
    """
    A file without an access control list gets none where its folder has one for new files.
    """
    spec.chmod(0o664)
    give(spec.parent, "system.posix_acl_default", LIST)
    assert 0 == embed(spec)
    assert ({}, 0o664) == (attributes(spec), stat.S_IMODE(spec.stat().st_mode))


def test_what_must_not_be_replaced(spec, capsys):
    """
    A read-only file and a file with two names are refused with one sentence, and stay as they are.
    """
    content = spec.read_bytes()
    spec.chmod(0o444)
    with pytest.raises(ReadOnlyFile, match="is read-only"):
        write(str(spec), b"new")
    assert 2 == embed(spec)
    spec.chmod(0o644)
    other = spec.with_name("other.yaml")
    other.hardlink_to(spec)
    with pytest.raises(LinkedFile, match="hard links"):
        write(str(other), b"new")
    assert 2 == embed(other)
    refusals = [line for line in capsys.readouterr().err.splitlines() if line.startswith("errspec: ")]
    assert 2 == len(refusals)
    assert "is read-only" in refusals[0]
    assert "hard links" in refusals[1]
    assert content == spec.read_bytes() == other.read_bytes()
    assert {spec, other} == set(spec.parent.iterdir())


def test_a_folder_that_cannot_be_written_to(spec, monkeypatch, capsys):
    """
    Where no file can be made beside the one that is replaced, the folder is named.
    """
    real = os.open

    def refuse(path: str, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT and ".errspec-" in str(path):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *mode)

    monkeypatch.setattr("errspec.files.os.open", refuse)
    assert 2 == embed(spec)
    assert capsys.readouterr().err.endswith(f"errspec: {spec.parent.resolve()}: Permission denied\n")


@posix
def test_links_are_followed(spec, tmp_path):
    """
    A symbolic link stays one, and the file that it leads to is replaced where it is.
    """
    folder = tmp_path / "folder"
    folder.mkdir()
    link = folder / "link.yaml"
    link.symlink_to(spec)
    assert 0 == embed(link)
    assert link.is_symlink()
    assert b"# errspec" in spec.read_bytes()
    assert [link] == list(folder.iterdir())


@posix
def test_a_killed_run_leaves_nothing_for_long(spec):
    """
    What a run that is killed leaves behind is deleted by the next one, whether that writes, has nothing to do or fails.
    """
    content = spec.read_bytes()
    words = ["openapi", "embed", str(spec), "--provider", "sibill", "--in-place", "--no-validate"]

    def kill() -> None:
        killed = subprocess.run([sys.executable, "-c", KILLED, *words], cwd=ROOT, check=False, capture_output=True)
        assert -signal.SIGKILL == killed.returncode
        assert 2 == len(list(spec.parent.iterdir()))

    kill()
    assert content == spec.read_bytes()
    assert 0 == embed(spec)
    assert [spec] == list(spec.parent.iterdir())
    embedded = spec.read_bytes()
    spec.write_bytes(content)
    kill()
    spec.write_bytes(embedded)
    assert 0 == embed(spec)
    assert [spec] == list(spec.parent.iterdir())
    spec.write_bytes(content)
    kill()
    assert 2 == embed(spec, "none")
    assert 2 == embed(spec, "sibill", "--on", "none")
    assert [spec] == list(spec.parent.iterdir())


def test_another_run_at_the_same_time(spec, monkeypatch, capsys):
    """
    A run whose document was changed by another one, or edited, is refused, and the work of the other stays.
    """
    real, nested = rewriting.write, []

    def interrupted(path: str, content: bytes, **former: bytes) -> None:
        monkeypatch.setattr(rewriting, "write", real)
        nested.append(embed(spec, "open2b"))
        real(path, content, **former)

    for options in ([], ["-o", str(spec)]):
        monkeypatch.setattr(rewriting, "write", interrupted)
        words = ["openapi", "embed", str(spec), "--provider", "sibill", "--no-validate"]
        assert 2 == main([*words, *(options or ["--in-place"])])
        assert "was changed by another program" in capsys.readouterr().err
        assert "Open2b" in spec.read_text("utf-8")
        assert "Sibill" not in spec.read_text("utf-8")
        assert 0 == main(["openapi", "remove", str(spec), "--in-place"])
    assert [0, 0] == nested
    assert [spec] == list(spec.parent.iterdir())


def test_a_file_that_is_being_written(tmp_path):
    """
    Nobody writes a file that another run is writing, and nobody deletes the temporary file of that run.
    """
    path = tmp_path / "x"
    path.write_bytes(b"1")
    with claimed(str(path), str(path)) as (temporary, _):
        tidy(str(path))
        with pytest.raises(FileInUse, match=r"x is being written by another run"):
            write(str(path), b"2")
        write(str(tmp_path / "y"), b"3")
        assert Path(temporary).exists()
    write(str(path), b"4", former=b"1")
    with pytest.raises(ChangedFile):
        write(str(path), b"5", former=b"1")
    assert {"x": b"4", "y": b"3"} == {file.name: file.read_bytes() for file in tmp_path.iterdir()}


def test_no_work_is_lost(tmp_path):
    """
    Of processes that count in one file at the same time, none loses what another has counted.
    """
    path = tmp_path / "counter"
    path.write_bytes(b"0")
    words = [sys.executable, "-c", COUNTER, str(path), "40"]
    processes = [subprocess.Popen(words, cwd=ROOT) for _ in range(4)]
    assert [0] * 4 == [process.wait(60) for process in processes]
    assert b"160" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@posix
def test_what_is_no_temporary_file_is_refused(tmp_path):
    """
    A link or a folder in the place of the temporary file is neither followed nor deleted.
    """
    path, victim = tmp_path / "x", tmp_path / "victim"
    victim.write_bytes(b"mine")
    with claimed(str(path), str(path)) as (temporary, _):
        pass
    Path(temporary).symlink_to(victim)
    with pytest.raises(InputError):
        write(str(path), b"1")
    assert b"mine" == victim.read_bytes()
    Path(temporary).unlink()
    Path(temporary).mkdir()
    with pytest.raises(InputError):
        write(str(path), b"1")
    assert not path.exists()
