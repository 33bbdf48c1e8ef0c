"""How names sound, off the event loop: few at once, each with a deadline, in processes."""

import logging
import re
from importlib.util import find_spec

from bot.services.child_process import ChildFailedError, run_module
from bot.services.concurrency import TIMEOUT_MESSAGE, LimitError, WaitingLine
from model.domain.pronunciation import Pronunciation
from model.domain.voices import Voice, voices

MAX_CONCURRENT = 1
"""Processes that run at once, in each form."""
MAX_PENDING = 16
"""Names admitted in each form, running ones included; most take a twentieth of a second."""
DEADLINE = 10.0
"""Seconds for one recording, waiting included; the response has been deferred."""
TRANSCRIPTION_DEADLINE = 0.5
"""Seconds for one transcription, waiting included; the card that it stands on goes without."""

_ENGINE, _PACKAGE = "bot.services.speech_engine", "espeakng_loader"
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]+\)")
"""What the engine writes where it reads a word as another language's."""

_log = logging.getLogger(__name__)


class SpeechService:
    """Says names, if the `sound` extra is installed.

    Attributes:
        is_installed: whether it is.
    """

    def __init__(
        self,
        *,
        is_installed: bool | None = None,
        max_pending: int = MAX_PENDING,
        deadline: float = DEADLINE,
        transcription_deadline: float = TRANSCRIPTION_DEADLINE,
    ) -> None:
        """Start without a process.

        Args:
            is_installed: whether there is an engine; None looks for it.
            max_pending: names admitted at once, in each form.
            deadline: seconds for a recording.
            transcription_deadline: seconds for a transcription.
        """
        self.is_installed = bool(find_spec(_PACKAGE)) if is_installed is None else is_installed
        self._recordings = WaitingLine(MAX_CONCURRENT, capacity=max_pending, timeout=deadline)
        self._transcriptions = WaitingLine(
            MAX_CONCURRENT, capacity=max_pending, timeout=transcription_deadline
        )

    def voice_of(self, country: str) -> Voice | None:
        """Return the voice for a country's names; None if there is none here."""
        return voices().get(country) if self.is_installed else None

    def check_capacity(self) -> None:
        """Ensure that there is room for a recording.

        Raises:
            BusyError: there is none.
        """
        self._recordings.check_capacity()

    async def transcribe(self, name: str, voice: Voice) -> Pronunciation | None:
        """Return how a name is said; None if that cannot be known now."""
        try:
            async with self._transcriptions.turn(TIMEOUT_MESSAGE):
                output = await _run_engine("phonemes", voice, name)
            written = _LANGUAGE_SWITCH.sub("", output.decode()).split("_")
            return Pronunciation.from_phonemes([*filter(None, written)], voice)
        except (ChildFailedError, LimitError, ValueError) as error:
            _log.warning("A card goes without pronunciation: %s", type(error).__name__)
            return None

    async def record(self, name: str, voice: Voice) -> bytes:
        """Return a WAV of a name.

        Raises:
            BusyError: too many recordings are pending.
            DeadlineError: it was not done in time.
            ChildFailedError: it could not be done.
        """
        async with self._recordings.turn(TIMEOUT_MESSAGE):
            return await _run_engine("audio", voice, name)


async def _run_engine(form: str, voice: Voice, name: str) -> bytes:
    # Capitals alone would be spelt out, or read as a Roman number.
    spoken = name.capitalize() if name.isupper() else name
    return await run_module(_ENGINE, form, voice.engine_name, content=spoken.encode())
