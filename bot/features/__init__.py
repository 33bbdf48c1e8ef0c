"""What members use: a file for each feature, with its command, its buttons and its cards.

A new command is a file here and a line in `COMMANDS`, or in `MENUS` if it is chosen from a menu of
Discord's; a new button, list or form is a line in `ITEMS`.
"""

from typing import Any

from discord.app_commands import (
    AppCommandContext,
    AppInstallationType,
    Command,
    ContextMenu,
    Group,
)

from bot.features.as_text import AsTextButton
from bot.features.board import (
    HiddenPageButton,
    HideOtherButton,
    HideSelect,
    TypedNamesButton,
    UnhideSelect,
    board,
)
from bot.features.clipdemo import clipdemo
from bot.features.duel import DuelButton, EvenButton
from bot.features.favourites import (
    ChangeButton,
    FavouritesSelect,
    PageButton,
    RestoreButton,
    favourites,
)
from bot.features.hear import HearButton
from bot.features.help import help_
from bot.features.match.common import StarCommonSelect
from bot.features.match.invite import (
    AcceptButton,
    DeclineButton,
    OpenButton,
    TurnOffInvitationsButton,
    match,
)
from bot.features.match.search import (
    ChooseButton,
    EndButton,
    EndNowButton,
    LikeButton,
    SkipButton,
    StayButton,
)
from bot.features.mix import MixButton, mix
from bot.features.more import MoreButton, RefineMoreButton, more
from bot.features.names.names import NamesButton, RefineButton, SurpriseButton, blend, name
from bot.features.origin.origin import OriginButton, OriginSelect, origin, origin_of_message
from bot.features.picture import PictureButton
from bot.features.poll import ShowWinnerButton, StartPollButton
from bot.features.privacy.deletion import (
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
)
from bot.features.privacy.privacy import (
    AllowInvitationsButton,
    EndSearchesButton,
    ExportButton,
    privacy,
)
from bot.features.stars import StarButton, TakeBackButton, UndoButton
from bot.features.top5 import OwnTop5Button, ShareTop5Button, top5
from bot.interactions.items import Item
from bot.interactions.live import LiveItem

COMMANDS: tuple[Command[Any, ..., Any] | Group, ...] = (
    name,
    blend,
    mix,
    origin,
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

ITEMS: tuple[type[Item[Any, Any]], ...] = (
    *(NamesButton, SurpriseButton, RefineButton, AsTextButton),
    *(MixButton, MoreButton, RefineMoreButton),
    *(OriginButton, OriginSelect, HearButton),
    *(StarButton, TakeBackButton, UndoButton),
    *(ChangeButton, PageButton, FavouritesSelect, RestoreButton, DuelButton, EvenButton),
    *(OwnTop5Button, ShareTop5Button, PictureButton, StartPollButton, ShowWinnerButton),
    *(HideSelect, HideOtherButton, UnhideSelect, HiddenPageButton, TypedNamesButton),
    *(AcceptButton, DeclineButton, OpenButton, TurnOffInvitationsButton),
    *(LikeButton, SkipButton, StayButton, ChooseButton, EndButton, EndNowButton, StarCommonSelect),
    *(ExportButton, EndSearchesButton, AllowInvitationsButton),
    *(AskDeletionButton, ConfirmDeletionButton, CancelDeletionButton),
)
LIVE_ITEMS: tuple[type[LiveItem], ...] = (OwnTop5Button, StarButton)
"""The first of these that a message has redraws it: stars also change the order of a top five."""
