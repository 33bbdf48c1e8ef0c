"""Slash commands and their buttons: parse, call, show.

A new command is a file here and a line in `COMMANDS`, or in `MENUS` if it is chosen from a menu of
Discord's; a new button or list to choose from is a line in `BUTTONS`.
"""

from typing import Any

from discord.app_commands import (
    AppCommandContext,
    AppInstallationType,
    Command,
    ContextMenu,
    Group,
)

from bot.commands.blend import blend
from bot.commands.board import board
from bot.commands.check import CheckPollSelect, check
from bot.commands.clipdemo import NumbersButton, clipdemo
from bot.commands.copy_button import CopyButton
from bot.commands.countries import CountriesButton, CountrySelect, SurpriseButton, countries
from bot.commands.duel import DuelButton, EvenButton
from bot.commands.favourites import favourites
from bot.commands.favourites_list import FavouritesButton, FavouritesSelect, RestoreButton
from bot.commands.generation import GenerateButton, RefineButton
from bot.commands.hear_button import HearButton
from bot.commands.help import HelpSelect, OverviewButton, help_
from bot.commands.match import (
    AcceptMatchButton,
    DeclineMatchButton,
    OpenMatchButton,
    TurnOffInvitationsButton,
    match,
)
from bot.commands.match_side import (
    ChooseNamesButton,
    EndMatchButton,
    EndNowButton,
    LikeButton,
    MatchCountrySelect,
    PassButton,
    StarCommonSelect,
    StayButton,
)
from bot.commands.mix import MixButton, mix
from bot.commands.more import MoreButton, RefineMoreButton, more
from bot.commands.name import name as name_command
from bot.commands.origin import (
    OriginButton,
    OriginSelect,
    WhyButton,
    origin,
    origin_of_message,
)
from bot.commands.poll import AskPollButton, StartPollButton
from bot.commands.privacy import (
    AllowInvitationsButton,
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
    EndAllMatchesButton,
    ExportButton,
    privacy,
)
from bot.commands.retry import RetryButton
from bot.commands.shortlist import PictureButton, SaveButton, TableButton
from bot.commands.star_button import StarButton, TakeBackButton, UndoButton
from bot.commands.top5 import OwnTop5Button, RefreshTop5Button, ShareTop5Button, top5
from bot.interactions.live_messages import LiveButton
from bot.interactions.persistent_button import PersistentItem

COMMANDS: tuple[Command[Any, ..., Any] | Group, ...] = (
    name_command,
    blend,
    mix,
    origin,
    check,
    countries,
    favourites,
    top5,
    match,
    more,
    clipdemo,
    board,
    privacy,
    help_,
)
MENUS: tuple[ContextMenu, ...] = (origin_of_message,)
ALLOWED_CONTEXTS = AppCommandContext(guild=True, dm_channel=True, private_channel=True)
ALLOWED_INSTALLS = AppInstallationType(guild=True, user=True)
"""Unless a command says otherwise, it works everywhere, installed by a server or by a user."""

BUTTONS: tuple[type[PersistentItem[Any]], ...] = (
    GenerateButton,
    RefineButton,
    MixButton,
    RetryButton,
    CopyButton,
    OriginButton,
    OriginSelect,
    WhyButton,
    HearButton,
    CheckPollSelect,
    HelpSelect,
    OverviewButton,
    CountriesButton,
    CountrySelect,
    SurpriseButton,
    NumbersButton,
    StarButton,
    TakeBackButton,
    UndoButton,
    FavouritesButton,
    FavouritesSelect,
    DuelButton,
    EvenButton,
    RestoreButton,
    RefreshTop5Button,
    OwnTop5Button,
    ShareTop5Button,
    SaveButton,
    PictureButton,
    TableButton,
    AskPollButton,
    StartPollButton,
    AcceptMatchButton,
    DeclineMatchButton,
    OpenMatchButton,
    TurnOffInvitationsButton,
    MatchCountrySelect,
    LikeButton,
    PassButton,
    ChooseNamesButton,
    StarCommonSelect,
    EndMatchButton,
    StayButton,
    EndNowButton,
    EndAllMatchesButton,
    AllowInvitationsButton,
    MoreButton,
    RefineMoreButton,
    ExportButton,
    AskDeletionButton,
    ConfirmDeletionButton,
    CancelDeletionButton,
)
LIVE_BUTTONS: tuple[type[LiveButton], ...] = (RefreshTop5Button, StarButton)
"""The first of these that a message has redraws it: stars also change the order of a top five."""
