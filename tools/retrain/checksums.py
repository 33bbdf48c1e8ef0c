"""Recording the weights' checksums, which `python -m bot check` compares."""

from hashlib import sha256
from pathlib import Path

from model.domain.npz import WEIGHTS_FOLDER
from model.inference.checksums import CHECKSUMS_FILE


def write(folder: Path = WEIGHTS_FOLDER) -> None:
    """Write what `sha256sum *.bin *.npz` prints."""
    lines = (
        f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted([*folder.glob("*.bin"), *folder.glob("*.npz")])
    )
    (folder / CHECKSUMS_FILE).write_text("".join(lines), "ascii")


if __name__ == "__main__":
    write()
