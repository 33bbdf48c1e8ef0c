"""Where a member is in a deck of `/match`, in custom ids."""

import pytest

from bot.interactions.custom_ids import MAX_LETTERS, MAX_PREFIX_LENGTH, OutdatedComponentError
from bot.interactions.deck_places import NUMBERS, Choice, DeckPlace, decode_shown, encode_shown

PLACES = {
    "1234567890123456789.17.NLF.Ma.e": DeckPlace(
        1234567890123456789, Choice("NL", "F", "Ma", "e"), 17
    ),
    "5.0.PL..": DeckPlace(5, Choice("PL")),
    "5.0...": DeckPlace(5),
}


@pytest.mark.parametrize(("text", "place"), PLACES.items())
def test_places_are_encoded_and_decoded(text: str, place: DeckPlace) -> None:
    assert place.encode() == text
    assert DeckPlace.decode(text) == place
    assert decode_shown(encode_shown(place, "O'Nea")) == (place, "O'Nea")


@pytest.mark.parametrize(
    "text",
    [
        *("", "5", "5.0", "5.0.NL", "5.0.NL.a", "x.0.NL..", "5.-1.NL..", "5.00.NL..", "5.0.ZZ.."),
        *(f"{2**63}.0.NL..", f"{10**19}.0.NL..", f"{'9' * 80}.0.NL.."),
        *("5.0.NLX..", "5.0.F..", "5.0..a.", f"5.{NUMBERS}.NL..", "5.0.NL...", "+5.0.NL.."),
        f"5.0.NL.{'a' * (MAX_PREFIX_LENGTH + 1)}.",
        f"5.0.NL..{'a' * (MAX_LETTERS + 1)}",
        "1234567890123456789.NL600-PL400.F.200.312.Marle",
    ],
)
def test_other_texts_are_outdated(text: str) -> None:
    with pytest.raises(OutdatedComponentError):
        DeckPlace.decode(text)


@pytest.mark.parametrize("name", ["", "-", "a\nb", "a" * 100])
def test_what_is_no_name_is_not_shown_there(name: str) -> None:
    with pytest.raises(OutdatedComponentError):
        decode_shown(f"5.0.NL...{name}")


def test_a_deck_begins_anew_after_its_last_number() -> None:
    assert DeckPlace(5, Choice("NL")).at(NUMBERS) == DeckPlace(5, Choice("NL"))
