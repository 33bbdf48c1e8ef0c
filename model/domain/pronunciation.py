"""How a name is said: a speech engine's phonemes as a transcription, and how many syllables."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from model.domain.voices import Voice

_PRIMARY, _SECONDARY = "ˈ", "ˌ"
_VOWELS = frozenset("aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏɿ")
_SYLLABIC = "\N{COMBINING VERTICAL LINE BELOW}"
_OBSTRUENTS, _LIQUIDS = frozenset("bcdfɡkpstvxzʃʒθðɟβɣ"), frozenset("jlrwɥɫɹɾʁʎ")
"""One of the first and one of the second can begin a syllable together."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How a name is said.

    Attributes:
        ipa: in the International Phonetic Alphabet, with a mark before each stressed syllable
            unless there is only one.
        syllables: how many it has.
        language: the tag in the CLDR of the language that it is said in.
    """

    ipa: str
    syllables: int
    language: str

    @classmethod
    def from_phonemes(cls, phonemes: Sequence[str], voice: Voice) -> "Pronunciation":
        """Transcribe phonemes, of which stressed vowels begin with a mark.

        Raises:
            ValueError: there is no vowel.
        """
        phonemes = [phoneme.translate(voice.letters) for phoneme in phonemes]
        nuclei = [at for at, phoneme in enumerate(phonemes) if _is_nucleus(phoneme)]
        if not nuclei:
            message = "there is no vowel"
            raise ValueError(message)
        stresses = {} if len(nuclei) == 1 else _stresses(phonemes)
        spoken = [phoneme.strip(_PRIMARY + _SECONDARY) for phoneme in phonemes]
        marks = {_onset(spoken, nuclei, at): mark for at, mark in stresses.items()}
        ipa = "".join(marks.get(at, "") + phoneme for at, phoneme in enumerate(spoken))
        return cls(ipa, len(nuclei), voice.language)


def _is_nucleus(phoneme: str) -> bool:
    """Whether it is a vowel, of which a diphthong is one, or a consonant in a vowel's place."""
    letters = unicodedata.normalize("NFD", phoneme)
    return not _VOWELS.isdisjoint(letters) or _SYLLABIC in letters


def _stresses(phonemes: Sequence[str]) -> dict[int, str]:
    """Return the mark of each stressed phoneme; the first is the primary one if none is."""
    marks = {at: phoneme[0] for at, phoneme in enumerate(phonemes) if phoneme[0] in "ˈˌ"}
    if marks and _PRIMARY not in marks.values():
        marks[min(marks)] = _PRIMARY
    return marks


def _onset(phonemes: Sequence[str], nuclei: Sequence[int], nucleus: int) -> int:
    """Return where the syllable of a nucleus begins."""
    first = max((at + 1 for at in nuclei if at < nucleus), default=0)
    if first == 0 or nucleus - first <= 1:
        return first
    before, last = phonemes[nucleus - 2][0], phonemes[nucleus - 1][0]
    return nucleus - (2 if before in _OBSTRUENTS and last in _LIQUIDS else 1)
