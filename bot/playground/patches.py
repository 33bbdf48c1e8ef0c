"""Patches SimCord's page by changing its files as they are served.

A patch fits while each of its anchors occurs exactly once in its file. One that no longer fits is
left out whole, so that the page works as SimCord made it, and is logged at the start.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from simcord import Preview

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patch:
    """A change to one of the page's files.

    Attributes:
        file: its name.
        fault: what is wrong without the patch.
        changes: pairs of an anchor, which is a text in the file, and its replacement.
    """

    file: str
    fault: str
    changes: tuple[tuple[str, str], ...]

    def fits(self, text: str) -> bool:
        """Whether every anchor occurs exactly once in the file's text."""
        return all(text.count(anchor) == 1 for anchor, _ in self.changes)

    def apply(self, text: str) -> str:
        """Return the file's text patched."""
        for anchor, replacement in self.changes:
            text = text.replace(anchor, replacement)
        return text


def patch_files(patches: Iterable[Patch]) -> tuple[Mapping[str, str], list[Patch]]:
    """Patch SimCord's files.

    Returns:
        The patched texts by the files' names, and the patches that do not fit.
    """
    static = files("simcord.preview").joinpath("static")
    texts: dict[str, str] = {}
    unfitting: list[Patch] = []
    for patch in patches:
        path = static.joinpath(patch.file)
        text = texts.get(patch.file) or (path.read_text("utf-8") if path.is_file() else "")
        if patch.fits(text):
            texts[patch.file] = patch.apply(text)
        else:
            unfitting.append(patch)
    return texts, unfitting


def serve_patched(page: "Preview", patches: Iterable[Patch]) -> None:
    """Have a page that has not started serve its files patched; log the patches that do not fit."""
    texts, unfitting = patch_files(patches)
    for patch in unfitting:
        _log.warning(
            "SimCord's %s has changed, so this is not patched: %s", patch.file, patch.fault
        )
    server = page._server  # noqa: SLF001 - there is no public way to the files
    serve_static = server._static  # noqa: SLF001 - the same

    async def serve(request: web.Request) -> web.Response:
        response: web.Response = await serve_static(request)
        name = request.path.removeprefix("/")
        if name in texts:
            response.text = texts[name]
        return response

    server._static = serve  # type: ignore[method-assign] # noqa: SLF001 - the same
