"""A button that says a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from discord import File

from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton
from model.domain.condition import Condition
from model.domain.pronunciation import Pronunciation
from model.domain.voices import Voice

FILENAME = "name.wav"


class HearButton(PersistentButton, kind="hear"):
    """Sends a recording; its payload is the name and the country in whose language it is said."""

    @classmethod
    def for_name(cls, _: Translator, name: str, country: str) -> "HearButton":
        """Create a button."""
        payload = custom_ids.encode_ranking(name, [country])
        return cls.create(payload, label=_("Hear it"), emoji="🔊")

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send the recording to the member alone."""
        speech, _ = interaction.client.speech_service, translator_for_user(interaction)
        typed, codes = custom_ids.decode_ranking(payload)
        voice = speech.voice_of(codes[0]) if codes and len(codes) == 1 else None
        if voice is None:
            raise OutdatedComponentError
        name = interaction.client.name_service.validate(typed)
        speech.check_capacity()
        await interaction.response.defer(ephemeral=True, thinking=True)
        recording = await speech.record(name, voice)
        file = File(BytesIO(recording), FILENAME, description=_words(_, name, voice))
        text = _words(_, f"**{escape_markdown(name)}**", voice)
        # No card: plain messages are where apps surely play audio.
        await interaction.edit_original_response(content=text, attachments=[file])


@dataclass(frozen=True, slots=True)
class Sound:
    """How a name sounds, as far as it can be said.

    Attributes:
        pronunciation: in phonetic letters, if known.
        buttons: the one that says it, if there is a voice.
        unsaid: the code of the country for whose names there is no voice, or empty.
    """

    pronunciation: Pronunciation | None = None
    buttons: tuple[HearButton, ...] = ()
    unsaid: str = ""


def are_said(interaction: NomenInteraction, condition: Condition) -> bool:
    """Return whether there are voices for the names of all countries."""
    voice_of = interaction.client.speech_service.voice_of
    return all(voice_of(code) is not None for code in dict(condition.countries))


async def sound_of(
    interaction: NomenInteraction, _: Translator, name: str, places: Sequence[str]
) -> Sound:
    """Return how a name sounds in the first of its countries that has a voice.

    Nothing without a country or an engine.
    """
    speech = interaction.client.speech_service
    if not places or not speech.is_installed:
        return Sound()
    country = next((code for code in places if speech.voice_of(code) is not None), places[0])
    voice = speech.voice_of(country)
    if voice is None:
        return Sound(unsaid=country)
    pronunciation = await speech.transcribe(name, voice)
    is_allowed = interaction.client.name_service.is_allowed(name)
    return Sound(pronunciation, (HearButton.for_name(_, name, country),) if is_allowed else ())


def _words(_: Translator, name: str, voice: Voice) -> str:
    language = _.language_name(voice.language)
    return _("{name}, as you’d say it in {language}", name=name, language=language)
