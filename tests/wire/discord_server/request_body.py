"""Parsing of request bodies: JSON, alone or with files in a multipart form."""

import json
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.wire.discord_server.checks import InvalidFormBodyError


async def read_body(request: web.Request) -> Any:  # noqa: ANN401 - JSON
    """Read the JSON of a body. A multipart form has it as `payload_json` and each file as
    `files[n]`; they must be exactly the attachments that it declares.
    """
    if request.content_type != "multipart/form-data":
        return await request.json()
    form = await request.post()
    body = json.loads(str(form["payload_json"]))
    files = {name: part for name, part in form.items() if isinstance(part, FileField)}
    message = body.get("data", body)
    declared = {f"files[{item['id']}]" for item in message.get("attachments", [])}
    if declared != files.keys():
        text = f"the form has the files {sorted(files)}, the message declares {sorted(declared)}"
        raise InvalidFormBodyError(text)
    return body


async def read_files(request: web.Request) -> dict[str, bytes]:
    """Read the uploaded files by name; none if the body is plain JSON."""
    if request.content_type != "multipart/form-data":
        return {}
    parts = (await request.post()).values()
    return {part.filename: part.file.read() for part in parts if isinstance(part, FileField)}
