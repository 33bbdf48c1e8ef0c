"""The rules of Discord for what a bot answers to an interaction.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from tests.wire.discord_server.checks.commands import LOCALES
from tests.wire.discord_server.checks.messages import EPHEMERAL, check_message
from tests.wire.discord_server.checks.shapes import (
    Form,
    Listing,
    Number,
    OneOf,
    Problems,
    Shape,
    Text,
)


class Asked(IntEnum):
    """What a member did: Discord's numbers for interactions."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4


class Answer(IntEnum):
    """What a bot does about it: Discord's numbers for callbacks."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8


FITTING: Mapping[Asked, tuple[Answer, ...]] = {
    Asked.COMMAND: (Answer.MESSAGE, Answer.DEFERRED_MESSAGE),
    Asked.COMPONENT: (
        Answer.MESSAGE,
        Answer.DEFERRED_MESSAGE,
        Answer.DEFERRED_UPDATE,
        Answer.UPDATE,
    ),
    Asked.AUTOCOMPLETE: (Answer.CHOICES,),
}
_VALUES: Mapping[int, Shape] = {
    3: Text(0, 100),
    4: Number(-(2**53) + 1, 2**53 - 1),
    10: Number(-(2.0**53), 2.0**53, whole=False),
}


class _Anything:
    def check(self, value: Any, at: Any, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Leave it to the check that follows."""


def check_callback(
    body: Any,  # noqa: ANN401 - JSON
    asked: Asked,
    *,
    option_type: int = 3,
    flags: int = 0,
) -> None:
    """Check the body of an interaction callback.

    Args:
        body: what the bot sent.
        asked: what it answers.
        option_type: Discord's number for the type of the option that is being completed.
        flags: those of the message whose button was pressed.

    Raises:
        RefusedError: Discord would refuse it.
    """
    problems = Problems()
    kinds = OneOf(tuple(kind.value for kind in FITTING[asked]))
    Form({"type": kinds}, {"data": _Anything()}).check(body, (), problems)
    problems.raise_if_any()
    data = body.get("data")
    match Answer(body["type"]):
        case Answer.MESSAGE:
            check_message(data, ("data",), problems)
        case Answer.UPDATE:
            check_message(data, ("data",), problems, flags=flags)
        case Answer.DEFERRED_MESSAGE:
            only = Form(optional={"flags": OneOf((0, EPHEMERAL))})
            only.check({} if data is None else data, ("data",), problems)
        case Answer.DEFERRED_UPDATE:
            Form().check({} if data is None else data, ("data",), problems)
        case Answer.CHOICES:
            translations = Form(optional=dict.fromkeys(LOCALES, Text(1, 100)))
            choice = Form(
                {"name": Text(1, 100), "value": _VALUES[option_type]},
                {"name_localizations": translations},
            )
            Form({"choices": Listing(choice, most=25)}).check(data, ("data",), problems)
    problems.raise_if_any()
