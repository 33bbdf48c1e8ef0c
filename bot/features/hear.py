"""The button that says a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated

from discord import File

from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.codec import Name, OneOf, OutdatedComponentError
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket
from model.domain.countries import countries
from model.domain.voices import Voice

FILENAME = "name.wav"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name, and the country in whose language it is said."""

    country: Annotated[str, OneOf({code: code for code in countries()})]
    name: Name


class HearButton(Button[Spoken], kind="hear", payload=Spoken, bucket=Bucket.PLOT):
    """Sends a recording."""

    async def press(self, interaction: NomenInteraction, payload: Spoken) -> None:
        """Send the recording to the member alone, with the phonetic letters."""
        speech, _ = interaction.client.speech_service, translator_for_user(interaction)
        voice = speech.voice_of(payload.country)
        if voice is None:
            raise OutdatedComponentError
        name = interaction.client.name_service.validate(payload.name)
        speech.check_capacity()
        await interaction.response.defer(ephemeral=True, thinking=True)
        recording = await speech.record(name, voice)
        said = await speech.transcribe(name, voice)
        text = _words(_, f"**{escape_markdown(name)}**", voice)
        phonetic = f"\n-# /{escape_markdown(said.ipa)}/" if said else ""
        file = File(BytesIO(recording), FILENAME, description=_words(_, name, voice))
        # No card: plain messages are where apps surely play audio.
        await interaction.edit_original_response(content=f"{text}{phonetic}", attachments=[file])


def are_said(interaction: NomenInteraction, codes: Sequence[str]) -> bool:
    """Return whether there are voices for the names of all countries."""
    voice_of = interaction.client.speech_service.voice_of
    return all(voice_of(code) is not None for code in codes)


def hear_buttons(
    interaction: NomenInteraction, _: Translator, name: str, places: Sequence[str]
) -> list[HearButton]:
    """Return the button that says a name as in the first of its countries that has a voice."""
    voice_of = interaction.client.speech_service.voice_of
    said_in = [code for code in places if voice_of(code) is not None]
    return [
        HearButton.create(Spoken(code, name), label=_("Hear it"), emoji="🔊")
        for code in said_in[:1]
    ]


def _words(_: Translator, name: str, voice: Voice) -> str:
    language = _.language_name(voice.language)
    return _("{name}, as you’d say it in {language}", name=name, language=language)
