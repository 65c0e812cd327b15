import hashlib
import stat

import pytest

from core.files import sha256_of, whole_file, write_whole


def break_off_while_writing(path, data):
    with whole_file(path) as file:
        file.write(data)
        1 / 0  # noqa: B018


def test_a_file_appears_only_once_it_is_whole(tmp_path):
    path = tmp_path / "deep" / "plan.pdf"
    with whole_file(path) as file:
        file.write(b"first half, ")
        assert not path.exists()
        file.write(b"second half")
    assert path.read_bytes() == b"first half, second half"
    assert [entry.name for entry in path.parent.iterdir()] == ["plan.pdf"]


def test_after_an_error_there_is_no_file(tmp_path):
    with pytest.raises(ZeroDivisionError):
        break_off_while_writing(tmp_path / "plan.pdf", b"half")
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_the_file_of_before(tmp_path):
    write_whole(tmp_path / "plan.pdf", b"before")
    with pytest.raises(ZeroDivisionError):
        break_off_while_writing(tmp_path / "plan.pdf", b"after")
    assert (tmp_path / "plan.pdf").read_bytes() == b"before"


def test_the_hash_given_back_is_the_files_own(tmp_path):
    data = b"x" * 3_000_000
    assert write_whole(tmp_path / "a", data) == sha256_of(tmp_path / "a")
    assert sha256_of(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_only_the_product_may_read_the_file(tmp_path):
    write_whole(tmp_path / "a", b"private")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
