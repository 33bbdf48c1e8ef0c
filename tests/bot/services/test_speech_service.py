"""Names as the real engine says them."""

import asyncio
import wave
from array import array
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from simcord.preview._media import _inspect_av

from bot.services.child_process import ChildFailedError
from bot.services.concurrency import BusyError
from bot.services.speech_service import SpeechService
from model.domain.voices import voices
from tests.support.patience import PATIENCE


@pytest.fixture
def speech() -> SpeechService:
    return SpeechService(deadline=PATIENCE, transcription_deadline=PATIENCE, max_pending=99)


@pytest.mark.parametrize(
    ("country", "name", "ipa", "syllables"),
    [
        ("NL", "Jorien", "joːˈrin", 2),
        ("NL", "Sjoerdtje", "ˈʃurtjə", 2),
        ("PL", "Małgorzata", "ˌmawɡɔˈʒata", 4),
        ("PL", "Agnieszka", "aɡˈɲʲɛʃka", 3),
        ("FR", "Guillaume", "ɡiˈjom", 2),
        ("FR", "Jean-Luc", "ˈʒɑ̃ˈlyk", 2),
        ("IT", "Guglielmo", "ɡuˈʎɛlmo", 3),
        ("IT", "Chiara", "ˈkjaɾa", 2),
        ("ES", "Guillermo", "ɡiˈʎeɾmo", 3),
        ("CL", "Cecilia", "seˈsilja", 3),
        ("TR", "Irmak", "ɯrˈmak", 2),
        ("TR", "İPEK", "iˈpɛk", 2),
        ("HR", "Tomislav", "ˈtomislav", 3),
    ],
)
async def test_names_are_said_as_in_their_country(
    speech: SpeechService, country: str, name: str, ipa: str, syllables: int
) -> None:
    pronunciation = await speech.transcribe(name, voices()[country])
    assert pronunciation is not None
    assert (pronunciation.ipa, pronunciation.syllables) == (ipa, syllables)


async def test_the_engine_has_every_voice(speech: SpeechService) -> None:
    each = {voice.language: voice for voice in voices().values()}.values()
    said = await asyncio.gather(*(speech.transcribe("Marina", voice) for voice in each))
    assert [pronunciation and pronunciation.syllables for pronunciation in said] == [3] * len(each)


async def test_recording_is_a_short_sound_that_the_page_plays(speech: SpeechService) -> None:
    content = await speech.record("Jorien", voices()["NL"])
    with wave.open(BytesIO(content)) as recording:
        assert (recording.getnchannels(), recording.getframerate()) == (2, 22050)
        assert 0.3 < recording.getnframes() / recording.getframerate() < 2
        samples = array("h", recording.readframes(recording.getnframes()))
    assert max(samples) > 2000
    assert _inspect_av(content, None).kind == "audio"


async def test_the_engine_may_lie_in_deep_folders(
    speech: SpeechService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package, *_ = files("espeakng_loader").iterdir()
    deep = tmp_path / ("x" * 200)
    deep.mkdir()
    (deep / "espeakng_loader").symlink_to(Path(str(package)).parent)
    monkeypatch.setenv("PYTHONPATH", str(deep))
    assert await speech.transcribe("Jorien", voices()["NL"])


@pytest.mark.parametrize("executable", ["/bin/false", "/nowhere"])
async def test_what_the_engine_cannot_say_costs_no_card(
    speech: SpeechService, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    monkeypatch.setattr("sys.executable", executable)
    assert await speech.transcribe("Jorien", voices()["NL"]) is None
    with pytest.raises(ChildFailedError):
        await speech.record("Jorien", voices()["NL"])


async def test_what_is_late_or_one_too_many_costs_no_card() -> None:
    for speech in (SpeechService(transcription_deadline=0), SpeechService(max_pending=0)):
        assert await speech.transcribe("Jorien", voices()["NL"]) is None
    with pytest.raises(BusyError):
        SpeechService(max_pending=0).check_capacity()


def test_without_the_engine_there_is_no_voice() -> None:
    assert SpeechService().voice_of("NL") == voices()["NL"]
    assert SpeechService().voice_of("IR") is None
    assert SpeechService(is_installed=False).voice_of("NL") is None
