"""The English names of languages; those of other languages are compiled with the translations.

`languages.tsv` has a line for each language without a voice: its tag in the Unicode CLDR, and its
name. `voices.tsv` has the others.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from model.domain.voices import voices


@cache
def language_names() -> Mapping[str, str]:
    """Return the name of each language by its tag."""
    lines = files("model.domain").joinpath("languages.tsv").read_text("utf-8").splitlines()
    spoken = {voice.language: voice.english_name for voice in voices().values()}
    return MappingProxyType({**dict(line.split("\t") for line in lines), **spoken})
