"""How phonemes become a transcription and a number of syllables."""

import pytest

from model.domain.countries import countries
from model.domain.pronunciation import Pronunciation
from model.domain.voices import Voice, voices

DUTCH = voices()["NL"]


@pytest.mark.parametrize(
    ("phonemes", "ipa", "syllables"),
    [
        ("j_oː_r_ˈi_n", "joːˈrin", 2),
        ("f_ʁ_ɑ̃_s_w_ˈa_z", "fʁɑ̃ˈswaz", 2),
        ("a_n_t_ˈo_n", "anˈton", 2),
        ("p_r_ˈi_s_k_a", "ˈpriska", 2),
        ("m_aː_r_i__ˈɛ_tː_ə", "maːriˈɛtːə", 4),
        ("ʒ_u_ˈɐ̃ʊ̃", "ʒuˈɐ̃ʊ̃", 2),
        ("k_ˌa_t_a_ʒ_ˈɨ_n_a", "ˌkataˈʒɨna", 4),
        ("p_r̝̊_ˈe_m_i_s_l̩", "ˈpr̝̊emisl̩", 3),
        ("ɟ_ˌø_r_d_i", "ˈɟørdi", 2),
        ("j_ˈɑ_n", "jɑn", 1),
    ],
)
def test_marks_stand_before_stressed_syllables(phonemes: str, ipa: str, syllables: int) -> None:
    written = [*filter(None, phonemes.split("_"))]
    assert Pronunciation.from_phonemes(written, DUTCH) == Pronunciation(ipa, syllables, "nl")


def test_letters_finer_than_the_language_distinguishes_are_replaced() -> None:
    voice = Voice("hr", "Croatian", {ord("æ"): "a"})
    assert Pronunciation.from_phonemes(["d", "ˈi", "n", "æ"], voice).ipa == "ˈdina"


def test_what_has_no_vowel_is_no_name() -> None:
    with pytest.raises(ValueError, match="no vowel"):
        Pronunciation.from_phonemes(["p", "s", "t"], DUTCH)


def test_countries_whose_names_are_romanised_have_no_voice() -> None:
    assert not {"IR", "CN", "JP", "KR", "RU", "UA", "GR", "EG", "IL", "IN"} & voices().keys()
    assert {"NL", "PL", "FR", "IT", "ES", "TR", "DE", "GB", "US"} <= voices().keys()
    assert voices().keys() <= countries().keys()
