"""Slash commands and the buttons that belong to them: parse, call, show.

A new command is a file here and a line in `COMMANDS`; a new button is a line in `BUTTONS`.
"""

from typing import Any

from discord import app_commands

from bot.commands.blend import blend
from bot.commands.clipdemo import clipdemo
from bot.commands.favourites import OwnButton, favourites
from bot.commands.help import help_
from bot.commands.name import WishButton
from bot.commands.name import name as name_command
from bot.commands.origin import origin
from bot.commands.privacy import (
    DeleteAllButton,
    DeleteButton,
    ExportButton,
    KeepButton,
    privacy,
)
from bot.commands.star_button import StarButton, TakeBackButton
from bot.commands.top5 import FreshButton, MineButton, ShareButton, top5
from bot.interactions.persistent_button import PersistentButton

COMMANDS: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group, ...] = (
    name_command,
    blend,
    origin,
    clipdemo,
    favourites,
    top5,
    privacy,
    help_,
)
BUTTONS: tuple[type[PersistentButton], ...] = (
    WishButton,
    StarButton,
    TakeBackButton,
    OwnButton,
    FreshButton,
    MineButton,
    ShareButton,
    ExportButton,
    DeleteButton,
    DeleteAllButton,
    KeepButton,
)
