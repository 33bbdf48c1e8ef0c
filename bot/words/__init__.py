"""What people read, in their language.

A language is a catalogue in `catalogues/`, such as `nl.po`. When Nomen is installed, of it is made
what is read here (`data/words.py`): `nl.mo`, and `nl.json` with the language's names of countries.
"""
