"""What stands on the picture of a shortlist, apart from what draws it."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Entry:
    """A name on the picture.

    Attributes:
        name: as written.
        details: where it is from.
        aside: at the end of the line, such as how many like it; may be empty.
    """

    name: str
    details: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A title and names, the best first."""

    title: str
    entries: tuple[Entry, ...]

    def to_json(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Return what `to_json` returned."""
        fields = json.loads(content)
        return cls(fields["title"], tuple(Entry(**entry) for entry in fields["entries"]))
