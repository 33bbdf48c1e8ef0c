"""Network file systems are told from local ones by the kernel's table of mounts."""

from pathlib import Path

import pytest

from bot.runtime.mounts import network_filesystem

TABLE = r"""
22 1 8:1 / / rw,relatime - ext4 /dev/vda rw
23 22 0:5 / /proc rw,relatime shared:3 - proc proc rw
24 22 0:40 / /srv/far rw shared:4 master:1 - nfs4 nas:/export rw,vers=4.2
25 24 0:41 / /srv/far/near rw - tmpfs tmpfs rw
26 22 0:42 / /mnt/my\040disk rw - fuse.sshfs host: rw
27 22 0:43 / /mnt/hidden rw - cifs //nas/share rw
28 22 0:44 / /mnt/hidden rw - xfs /dev/vdb rw
29 22 0:45 /nomen.sqlite3 /data/nomen.sqlite3 rw - 9p share rw
half a line
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "mountinfo"
    file.write_text(TABLE, "utf-8")
    return file


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/var/lib/nomen.sqlite3", None),
        ("/srv/far/nomen.sqlite3", "nfs4"),
        ("/srv/far/deep/down/nomen.sqlite3", "nfs4"),
        ("/srv/farther/nomen.sqlite3", None),
        ("/srv/far/near/nomen.sqlite3", None),
        ("/mnt/my disk/nomen.sqlite3", "fuse.sshfs"),
        ("/mnt/hidden/nomen.sqlite3", None),
        ("/data/nomen.sqlite3", "9p"),
    ],
)
def test_innermost_and_latest_mount_decides(table: Path, file: str, kind: str | None) -> None:
    assert network_filesystem(Path(file), table) == kind


def test_links_are_followed(table: Path, tmp_path: Path) -> None:
    link = tmp_path / "stars"
    link.symlink_to("/srv/far/nomen.sqlite3")
    assert network_filesystem(link, table) == "nfs4"


def test_system_without_the_table_says_nothing(tmp_path: Path) -> None:
    assert network_filesystem(tmp_path / "nomen.sqlite3", tmp_path / "missing") is None
