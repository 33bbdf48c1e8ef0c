"""What commands refuse, also where a client lets it pass, and what they advise instead."""

from collections.abc import Mapping, Sequence

import pytest

from tests.bot.stage import OBSCENE, SLUR, Stage

NEEDED = {
    "name": {"country": "NL"},
    "blend": {"first": "NL", "second": "PL"},
    "mix": {"first": "Anna", "second": "Peter"},
    "origin": {"name": "Sanne"},
}
REFUSED: Mapping[str, Sequence[tuple[dict[str, object], str]]] = {
    "name": [
        ({"starts_with": "Zq", "ends_with": "wx"}, "sound like a name. Try “Z” and “x”."),
        ({"starts_with": "aaa"}, "a name like that: most didn’t look like names"),
        ({"starts_with": "дина"}, "д, и, н, а"),
        ({"starts_with": "marijk", "max_length": 4}, "already has 6 letters"),
        ({"starts_with": "Mar", "ends_with": "lle", "max_length": 5}, "at least 6"),
        ({"ends_with": "ж"}, "can’t read ж"),
        ({"count": 11}, "1 to 10 names"),
        ({"count": 0}, "names at a time, not 0"),
        ({"style": "loud"}, "Choose plain or classic"),
        ({"gender": "X"}, "female, male or unisex"),
        ({"seed": 2**32}, "0 to 4294967295"),
        ({"seed": -1}, "0 to 4294967295"),
        ({"starts_with": "abcdefghijklm"}, "has 13 letters. Use up to 12 here"),
        ({"max_length": 25}, "2 to 24 letters"),
    ],
    "blend": [
        ({"second": "Holland"}, "same country twice: Netherlands"),
        ({"third": "NL"}, "same country twice: Netherlands"),
        ({"second": "**x**"}, r"I don’t know a country called “\*\*x\*\*”"),
        ({"third": "Xanadu"}, "I don’t know a country called “Xanadu”"),
    ],
    "mix": [
        ({"second": "anna"}, "“Anna” and “Anna” are the same name to me"),
        ({"second": "Änna"}, "are the same name to me"),
        ({"second": " "}, "Type a name"),
        (
            {"second": "Konstantinoskaterina"},
            "“Konstantinoskaterina” is too long to mix: I take names of up to 16 letters, and",
        ),
        ({"first": OBSCENE}, "a slur or an obscenity"),
        ({"second": OBSCENE}, "a slur or an obscenity"),
        ({"country": "Polnad"}, "Did you mean: Poland"),
        (
            {"first": "Xx", "second": "Qq", "country": "IT"},
            "a good name from “Xx” and “Qq” (Italy)",
        ),
    ],
    "origin": [
        ({"name": "a" * 4000}, "up to 40 letters, and yours has 4000"),
        ({"name": "   "}, "Type a name"),
        ({"name": "**Jan**"}, r"I can’t read \* in “\*\*Jan\*\*”"),
        ({"name": "<@123>"}, r"I can’t read \<, @, 1, 2, 3, >"),
        ({"name": "\x00\x01"}, "I can’t read U+0000, U+0001"),
        ({"name": SLUR}, "a slur or an obscenity"),
        ({"name": f"Anna-{SLUR}"}, "a slur or an obscenity"),
        ({"surname": "?!"}, "as a surname"),
    ],
    "clipdemo": [
        ({"number": -1}, "from 0 to 1,000,000, not −1"),
        ({"number": 1e7}, "from 0 to 1,000,000, not 10,000,000"),
        ({"threshold": 0}, "above 0, up to 1,000,000. 0 won’t work"),
        ({"threshold": 1e9}, "above 0, up to 1,000,000. 1,000,000,000 won’t work"),
        ({"epochs": 0}, "1 to 1,000 epochs, not 0"),
        ({"epochs": 1001}, "1 to 1,000 epochs, not 1,001"),
    ],
    "top5": [
        ({"whose": "theirs"}, "Choose “this server’s top five” or “my top five”, not “theirs”.")
    ],
}


@pytest.mark.usefixtures("any_options")
@pytest.mark.parametrize("command", REFUSED)
async def test_what_cannot_be_done_is_refused_with_advice(stage: Stage, command: str) -> None:
    for options, message in REFUSED[command]:
        refusal = await stage.refusal(command, **NEEDED.get(command, {}) | options)
        assert message in refusal, options
        assert len(refusal) < 2100
