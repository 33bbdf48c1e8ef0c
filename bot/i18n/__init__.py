"""The languages that users are answered in.

A language is a catalogue in `catalogues/`, such as `nl.po`. On installation,
`tools/compile_catalogues.py` compiles it to `nl.mo`, and writes `nl.json` with the names of
countries and the number format.
"""
