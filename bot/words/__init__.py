"""What people read, in their language.

A language is a catalogue in `catalogues/`, such as `nl.po`. When Nomen is installed, `data/words.py`
makes of it what is read here: `nl.mo`, and `nl.json` with the language's names of countries.
"""
