"""The file system that a file is on, as Linux's kernel lists it."""

import re
from collections.abc import Iterator
from pathlib import Path

MOUNT_TABLE = Path("/proc/self/mountinfo")
NETWORK_FILESYSTEMS = frozenset(
    {
        *("9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "lustre"),
        *("ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "smb3", "smbfs", "virtiofs"),
        *("fuse.ceph-fuse", "fuse.cephfs", "fuse.davfs2", "fuse.glusterfs", "fuse.juicefs"),
        *("fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    }
)
"""Types, as Linux names them, on which SQLite's locks or shared memory cannot be trusted."""


def network_filesystem(file: Path, table: Path = MOUNT_TABLE) -> str | None:
    """Return the type of the network file system that a file is on, or would be.

    Returns:
        None if it is local, or if the system does not say.
    """
    try:
        folders = dict(_mounts(table.read_text("utf-8", "surrogateescape")))
        place = file.resolve()
    except OSError:
        return None
    kinds = (folders[folder] for folder in (place, *place.parents) if folder in folders)
    kind = next(kinds, "")
    return kind if kind in NETWORK_FILESYSTEMS else None


def _mounts(table: str) -> Iterator[tuple[Path, str]]:
    """Yield each mount point with its type, in order; a later one hides an earlier one."""
    for line in table.splitlines():
        mounted, _, described = line.partition(" - ")
        if described:
            folder = re.sub(
                r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), mounted.split(" ")[4]
            )
            yield Path(folder), described.split(" ")[0]
