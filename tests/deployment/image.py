"""Builds the image from the Dockerfile without a container engine, and runs commands in it.

Debian's buildah builds it with chroot, on a base that mmdebstrap makes, since no registry may be
in reach. Both need root.
"""

import json
import os
import resource
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.memory import folder_in_memory
from tests.support.processes import ROOT, run

TOOLS = ("buildah", "mmdebstrap", "netavark", "unshare", "chroot")
TOOL_FOLDERS = ("/usr/sbin", "/sbin", "/usr/lib/podman", "/usr/libexec/podman")
RELEASE, MIRROR = "trixie", "http://deb.debian.org/debian"
"""The Debian that `python:3.13-slim` is made of, with Python 3.13 as its own."""
BASE_PACKAGES = ("python3", "python3-venv", "python-is-python3", "ca-certificates")
UNREAD = ("doc", "info", "locale", "man")
"""What packages have in /usr/share that nobody reads there, as in the images of Debian."""
HOST_FILES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf")
"""How this machine's pip reaches its index."""
BASE, IMAGE = "localhost/base", "localhost/nomen"

ENTER = """
set -e
root=$1 data=$2 user=$3 folder=$4
shift 4
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount --bind "$data" "$root/data"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
exec chroot --userspec="$user" "$root" env --chdir="$folder" "$@"
"""
"""What a container engine does with `--read-only`, a volume and a user; the mounts end with it."""


def missing_tools() -> str:
    """Say what building needs and this machine lacks, if anything."""
    folders = os.pathsep.join((os.environ["PATH"], *TOOL_FOLDERS))
    missing = [tool for tool in TOOLS if shutil.which(tool, path=folders) is None]
    if missing:
        return f"{', '.join(missing)} not found"
    return "" if os.geteuid() == 0 else "not root"


@dataclass(frozen=True, slots=True)
class Image:
    """A built image: where its files are mounted, its configuration in Docker's format, and the
    bytes of its files and of its base's.
    """

    root: Path
    config: Mapping[str, object]
    size: int
    base_size: int

    @property
    def environment(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self._words("Env"))

    @property
    def entrypoint(self) -> Sequence[str]:
        return self._words("Entrypoint")

    def command(self, data: Path, *arguments: str) -> Sequence[str]:
        """Return a command that runs another in the image, as its user and read-only but for a
        folder as /data.
        """
        places = (str(self.root), str(data), str(self.config["User"]))
        folder = str(self.config["WorkingDir"])
        return ("unshare", "--mount", "sh", "-c", ENTER, "sh", *places, folder, *arguments)

    def _words(self, key: str) -> list[str]:
        words = self.config[key]
        assert isinstance(words, list)
        return words


@contextmanager
def built_image(target: str) -> Iterator[Image]:
    """Build a target of the Dockerfile; everything is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="nomen-image-", dir=folder_in_memory()) as name:
        folder = Path(name)
        buildah = ("buildah", "--root", str(folder / "store"), "--runroot", str(folder / "run"))
        try:
            base_size = _make_base(buildah)
            _run(*buildah, *_build_command(target))
            container = _run(*buildah, "from", "--pull=never", IMAGE)
            described = json.loads(_run(*buildah, "inspect", "--type", "image", IMAGE))
            root = Path(_run(*buildah, "mount", container))
            yield Image(root, described["Docker"]["config"], _size(root), base_size)
        finally:
            _run(*buildah, "umount", "--all")
            _run(*buildah, "rm", "--all")


def _make_base(buildah: Sequence[str]) -> int:
    """Make the base image, and return its size in bytes."""
    container = _run(*buildah, "from", "scratch")
    root = _run(*buildah, "mount", container)
    packages = ",".join(BASE_PACKAGES)
    # The base is thrown away: nothing is gained by waiting until it is on the disk.
    options = ["--mode=root", "--variant=minbase", "--dpkgopt=force-unsafe-io"]
    options += [f"--dpkgopt=path-exclude=/usr/share/{unread}/*" for unread in UNREAD]
    _run("mmdebstrap", "--quiet", *options, f"--include={packages}", RELEASE, root, MIRROR)
    size = _size(Path(root))
    _run(*buildah, "umount", container)
    _run(*buildah, "commit", "--quiet", "--rm", container, BASE)
    return size


def _build_command(target: str) -> Sequence[str]:
    # Without limits of its own: buildah would raise them above those of an unprivileged machine.
    limits = (
        f"--ulimit={name}={soft}:{hard}"
        for name, (soft, hard) in (
            ("nofile", resource.getrlimit(resource.RLIMIT_NOFILE)),
            ("nproc", resource.getrlimit(resource.RLIMIT_NPROC)),
        )
    )
    shared = (f"--volume={file}:{file}:ro" for file in HOST_FILES if Path(file).is_file())
    base = f"--build-arg=PYTHON_IMAGE={BASE}"
    options = ("--isolation=chroot", "--format=docker", "--pull=never", f"--target={target}")
    return ("build", "--quiet", *options, *limits, *shared, base, "--tag", IMAGE, str(ROOT))


def _size(root: Path) -> int:
    """Return the bytes of all files of a file system; one with several names counts once."""
    statuses = (path.lstat() for path in root.rglob("*") if path.is_file() or path.is_symlink())
    return sum({status.st_ino: status.st_size for status in statuses}.values())


def _run(*command: str) -> str:
    folders = os.pathsep.join((os.environ["PATH"], *TOOL_FOLDERS))
    environment = {**os.environ, "PATH": folders, "BUILDAH_ISOLATION": "chroot"}
    done = run(*command, env=environment)
    assert done.returncode == 0, (
        f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    )
    return done.stdout.strip()
