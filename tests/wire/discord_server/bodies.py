"""Reading what a bot sends: JSON, or JSON with files in a multipart form."""

import json
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.wire.discord_server.checks.shapes import Problems
from tests.wire.discord_server.errors import unreadable


async def read_body(request: web.Request) -> Any:  # noqa: ANN401 - JSON
    """Read a body.

    A multipart form holds the JSON as `payload_json` and each file as `files[n]`; every attachment
    that the JSON announces must come, and none that it does not.

    Raises:
        ApiError: there is no JSON.
        RefusedError: files and attachments are not the same.
    """
    if request.content_type != "multipart/form-data":
        if request.content_type != "application/json":
            raise unreadable()
        return _parse(await request.text())
    form = await request.post()
    body = _parse(form.get("payload_json"))
    files = {name: part for name, part in form.items() if isinstance(part, FileField)}
    message = body.get("data", body)
    announced = {f"files[{item['id']}]" for item in message.get("attachments", [])}
    if announced != files.keys():
        problems = Problems()
        text = f"The form has the files {sorted(files)}, the message announces {sorted(announced)}"
        problems.add(("attachments",), "ATTACHMENTS_DO_NOT_MATCH", text)
        problems.raise_if_any()
    return body


async def read_files(request: web.Request) -> dict[str, bytes]:
    """Read the files that come with a body, by their names; of plain JSON there are none."""
    if request.content_type != "multipart/form-data":
        return {}
    parts = (await request.post()).values()
    return {part.filename: part.file.read() for part in parts if isinstance(part, FileField)}


def _parse(text: object) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        raise unreadable() from None
