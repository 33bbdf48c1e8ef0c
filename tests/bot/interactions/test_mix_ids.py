import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.mix import MixButton
from bot.interactions.custom_ids import (
    MAX_CUSTOM_ID_LENGTH,
    CustomIdError,
    Mix,
    OutdatedComponentError,
    decode_mix,
    encode_mix,
)
from model.domain.countries import countries
from model.domain.generation import MAX_SEED
from model.domain.validation import MAX_TYPED_LENGTH

NAMES = st.text("abcdéłñŞ'-", max_size=MAX_TYPED_LENGTH - 1).map(lambda rest: f"A{rest}")
MIXES = st.builds(
    Mix, st.tuples(NAMES, NAMES), st.sampled_from(sorted(countries())), st.integers(0, MAX_SEED)
)


@given(MIXES)
def test_names_to_mix_are_decoded_as_encoded_and_fit_into_a_button(mix: Mix) -> None:
    payload = encode_mix(mix)
    assert decode_mix(payload) == mix
    assert len(f"{MixButton.kind}:{payload}") <= MAX_CUSTOM_ID_LENGTH


@pytest.mark.parametrize(
    "mix",
    [
        Mix(("Anna", "Peter"), "XX", 0),
        Mix(("Anna", "Peter"), "NL", -1),
        Mix(("Anna", "Peter"), "NL", MAX_SEED + 1),
        Mix(("Anna", "a" * (MAX_TYPED_LENGTH + 1)), "NL", 0),
        Mix(("", "Peter"), "NL", 0),
        Mix(("A.nna", "Peter"), "NL", 0),
    ],
)
def test_what_does_not_fit_is_refused(mix: Mix) -> None:
    with pytest.raises(CustomIdError):
        encode_mix(mix)


@pytest.mark.parametrize(
    "payload",
    [
        *("", "NL", "NL.0.Anna", "NL.0.Anna.", "NL.0..Peter", "NL.0.Anna.Peter.Bo"),
        *("XX.0.Anna.Peter", "nl.0.Anna.Peter", "NL.-1.Anna.Peter", "NL.00.Anna.Peter"),
        *(f"NL.{MAX_SEED + 1}.Anna.Peter", "NL.٣.Anna.Peter", "NL.0. Anna.Peter"),
        *("NL.0.An\u202ena.Peter", "NL.0.Anna.\n"),
    ],
)
def test_payloads_that_were_never_sent_are_refused(payload: str) -> None:
    with pytest.raises(OutdatedComponentError):
        decode_mix(payload)


@given(st.text(max_size=60))
def test_any_text_is_decoded_or_refused(text: str) -> None:
    try:
        mix = decode_mix(text)
    except OutdatedComponentError:
        return
    assert encode_mix(mix) == text
