"""What people read, in their language.

A language is a catalogue in `catalogues/`, such as `nl.po`. Installing Nomen compiles it
(`tools/compile_catalogues.py`) to what is read here: `nl.mo`, and `nl.json` with the names of
countries in that language.
"""
