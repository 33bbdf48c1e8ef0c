"""Say a name: `python -m bot.services.speech_engine phonemes nl`, with the name on standard input.

It writes the name's phonemes in the International Phonetic Alphabet, separated by `_`; with `audio`
in place of `phonemes`, a WAV file. This module alone loads eSpeak NG, which is under the GPL, and
nothing imports it: it runs as a process of its own.
"""

import ctypes
import io
import os
import sys
import wave
from array import array
from pathlib import Path

import espeakng_loader

_SYNCHRONOUS, _DO_NOT_EXIT = 2, 0x8000
_UTF8, _FROM_CHARACTER = 1, 1
_IPA_WITH_SEPARATOR = 0x02 | ord("_") << 8
_RATE_PARAMETER, _WORDS_PER_MINUTE = 1, 140
"""Slower than eSpeak's 175, since a name alone is soon over."""
_SAMPLE_BYTES = 2
_SILENCE = 0.2
"""Seconds before and after, since some players swallow the beginning or the end."""

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class SpeechEngine:
    """eSpeak NG with one of its voices; its state is the process's."""

    def __init__(self, voice: str) -> None:
        """Load it, with its folder as the working directory.

        Raises:
            OSError: it cannot be loaded, or has no such voice.
        """
        self._espeak = ctypes.CDLL(espeakng_loader.get_library_path())
        # eSpeak cuts paths off after 160 bytes.
        os.chdir(Path(espeakng_loader.get_data_path()).parent)
        self._samples_per_second = self._espeak.espeak_Initialize(
            _SYNCHRONOUS, 0, b".", _DO_NOT_EXIT
        )
        if self._samples_per_second <= 0 or self._espeak.espeak_SetVoiceByName(voice.encode()):
            message = f"eSpeak NG does not start with the voice {voice}"
            raise OSError(message)

    def phonemes(self, text: str) -> str:
        """Return the phonemes of a text, separated by `_`, stressed vowels after a mark."""
        translate = self._espeak.espeak_TextToPhonemes
        translate.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
        translate.restype = ctypes.c_char_p
        rest, clauses = ctypes.c_char_p(text.encode()), []
        while rest.value:
            clauses.append(translate(ctypes.byref(rest), _UTF8, _IPA_WITH_SEPARATOR).decode())
        return "_".join(clauses)

    def audio(self, text: str) -> bytes:
        """Return a text spoken, as a WAV file."""
        samples = array("h")

        def collect(chunk: "ctypes._Pointer[ctypes.c_short] | None", number: int, _: object) -> int:
            if chunk and number > 0:
                samples.frombytes(ctypes.string_at(chunk, number * _SAMPLE_BYTES))
            return 0

        callback, spoken = _Callback(collect), text.encode() + b"\0"
        self._espeak.espeak_SetSynthCallback(callback)
        self._espeak.espeak_SetParameter(_RATE_PARAMETER, _WORDS_PER_MINUTE, 0)
        size = ctypes.c_size_t(len(spoken))
        self._espeak.espeak_Synth(spoken, size, 0, _FROM_CHARACTER, 0, _UTF8, None, None)
        silence = array("h", [0]) * int(_SILENCE * self._samples_per_second)
        return _wav(silence + samples + silence, self._samples_per_second)


def _wav(samples: "array[int]", samples_per_second: int) -> bytes:
    # Both channels have the same: of a single one, a WAV does not say where it is heard, and the
    # playground's page refuses it.
    both = array("h", bytes(2 * _SAMPLE_BYTES * len(samples)))
    both[0::2] = both[1::2] = samples
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(_SAMPLE_BYTES)
        writer.setframerate(samples_per_second)
        writer.writeframes(both.tobytes())
    return file.getvalue()


def main(form: str, voice: str) -> None:
    """Say standard input in a form, `phonemes` or `audio`, to standard output."""
    engine, text = SpeechEngine(voice), sys.stdin.buffer.read().decode()
    output = engine.audio(text) if form == "audio" else engine.phonemes(text).encode()
    sys.stdout.buffer.write(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
