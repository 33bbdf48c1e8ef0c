"""The command line of a script that rebuilds files."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from data.sources import CACHE, Source, download_missing


def parse(
    description: str | None, arguments: Sequence[str] | None, needed: Sequence[Source], *flags: str
) -> tuple[Path, argparse.Namespace]:
    """Return the folder that has the needed packages, downloaded if none is given, and flags."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--sources", type=Path, help="a folder that has the pinned packages")
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    for flag in flags:
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args(arguments)
    if not options.sources:
        download_missing(needed, CACHE)
    return options.sources or CACHE, options


def rebuild(
    description: str | None,
    arguments: Sequence[str] | None,
    needed: Sequence[Source],
    build: Callable[[Path], Mapping[Path, str]],
) -> int:
    """Write files, or with `--check` return 1 if one is not what would be written."""
    folder, options = parse(description, arguments, needed)
    built = build(folder)
    if options.check:
        same = all(path.read_bytes() == text.encode() for path, text in built.items())
        sys.stdout.write("the same bytes\n" if same else "another file than would be built\n")
        return 0 if same else 1
    for path, text in built.items():
        path.write_bytes(text.encode())
        sys.stdout.write(f"{path}: {len(text.splitlines())} lines\n")
    return 0
