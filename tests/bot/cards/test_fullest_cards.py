"""Every card at its fullest, in every language, is a message that Discord accepts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from discord import ui

from bot.cards import clip, match, privacy
from bot.cards.board import HiddenNamesCard
from bot.cards.clip_numbers import ClipNumbersCard
from bot.cards.duel import DuelCard, DuelResultCard
from bot.cards.favourites import FavouritesCard, NoFavouritesCard, Page
from bot.cards.labels import provenance_line
from bot.cards.layout import Card
from bot.cards.mix import MixCard
from bot.cards.more import MoreCard
from bot.cards.name_row import NameRow
from bot.cards.names import NameCard
from bot.cards.origin import OriginCard
from bot.cards.shortlist import PICTURE_FILENAME, PictureCard, SavedName, shortlist_of
from bot.cards.top5 import Top5Card, no_stars_hint
from bot.cards.why import WhyCard
from bot.commands import favourites_list, match_side
from bot.commands.clipdemo import NumbersButton
from bot.commands.copy_button import CopyButton
from bot.commands.countries import countries_card, country_lists
from bot.commands.duel import DuelButton, EvenButton
from bot.commands.generation import request_buttons
from bot.commands.hear_button import HearButton
from bot.commands.help import help_card
from bot.commands.mix import MixButton, mix_of
from bot.commands.more import MoreButton, RefineMoreButton
from bot.commands.names_button import names_button
from bot.commands.origin import OriginSelect, WhyButton
from bot.commands.poll import poll_button
from bot.commands.privacy import (
    AllowInvitationsButton,
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
    ExportButton,
)
from bot.commands.shortlist import MAX_PICTURED, save_button
from bot.commands.star_button import StarButton, UndoButton
from bot.commands.top5 import OwnTop5Button, RefreshTop5Button, share_button
from bot.commands.tournament import Start, max_questions
from bot.commands.whose import Whose
from bot.i18n.escaping import safe_display_name
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language
from bot.interactions import custom_ids
from bot.interactions.custom_ids import MAX_MIX_SEED, RemovedStar, Starrable
from bot.interactions.deck_places import NUMBERS, Choice, DeckPlace, encode_shown
from bot.runtime.settings import MAX_CONTACT
from bot.store import export
from bot.store.board import MAX_HIDDEN_NAMES
from bot.store.matches import CommonName
from bot.store.retention import RETENTION
from bot.store.stars import MAX_FAVOURITES, TOP_SIZE, Standing
from model.assignment.gradient_clip import demonstrate
from model.domain import generation
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.filters import Filters, Initials
from model.domain.generation import Bearing, NameKind, NameRequest, Provenance
from model.domain.mixture import MixedCard, Mixture, Piece
from model.domain.pronunciation import Pronunciation
from model.domain.ranking import CountryScore, LetterAttribution, Ranking, Verdict
from model.domain.validation import MAX_TYPED_LENGTH
from model.domain.voices import voices
from model.selection.mixing import MAX_EXISTING, MAX_NEW
from tests.bot.stage import components_of
from tests.wire.discord_server.checks import COMPONENTS_V2, check_message

MANY = 10**6
LARGEST_ID = 2**64 - 1
MAX_DISPLAY_NAME = 32
"""Characters of the longest display name."""
FILES = [
    {"id": at, "filename": filename}
    for at, filename in enumerate((clip.PLOT_FILENAME, export.FILENAME, PICTURE_FILENAME))
]
NOW = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)


def longest_countries(_: Translator, number: int) -> list[str]:
    return sorted(countries(), key=lambda code: -len(_.country_name(code)))[:number]


def longest_provenance(_: Translator) -> Provenance:
    thirds = Condition.blend(dict.fromkeys(longest_countries(_, 3), 1), "F")
    return Provenance(thirds, generation.MAX_INVERSE_TEMPERATURE - 0.01, generation.MAX_SEED)


def longest_names(number: int) -> list[str]:
    return [chr(ord("a") + each) + "Ǿ" * (MAX_TYPED_LENGTH - 1) for each in range(number)]


def origin_list(_: Translator, names: Sequence[str]) -> OriginSelect:
    return OriginSelect.for_names(_, names, are_said=True)


def name_rows(_: Translator) -> list[NameRow]:
    made = longest_provenance(_)
    details = provenance_line(_, made, NameKind.KNOWN)
    return [
        NameRow(name, details, StarButton.for_name(Starrable(name, made), MANY))
        for name in longest_names(TOP_SIZE)
    ]


def new_names(_: Translator) -> Iterator[Card]:
    thirds = Condition.blend(
        dict.fromkeys(longest_countries(_, custom_ids.MAX_COUNTRIES), 1.0), "F"
    )
    request = NameRequest(
        *(thirds, custom_ids.MAX_NAMES_PER_CARD, 1.23, "*" * custom_ids.MAX_PREFIX_LENGTH),
        min_length=generation.MAX_NAME_LENGTH - 1,
        max_length=generation.MAX_NAME_LENGTH,
    )
    names = [name[: generation.MAX_NAME_LENGTH] for name in longest_names(request.count)]
    like = "-" * generation.MAX_NAME_LENGTH
    suggested = (generation.Suggestion(name, NameKind.NEW, like, 1, abroad="NL") for name in names)
    made = request.provenance(generation.MAX_SEED)
    yield NameCard(
        *(_, request, generation.GenerationResult(tuple(suggested), {})),
        [StarButton.for_name(Starrable(name, made), MANY) for name in names],
        request_buttons(_, request),
        copy=CopyButton.for_seed(_, generation.MAX_SEED),
        origins=OriginSelect.for_names(_, names, are_said=True),
        shares=[dict.fromkeys(dict(thirds.countries), 0.999)] * request.count,
    )


def top_fives(_: Translator) -> Iterator[Card]:
    refresh = RefreshTop5Button.create(label=_("Refresh"), emoji="🔄")
    title = _("This server’s top five")
    note = _("Most stars first; of equals, the one starred first.")
    more = MoreButton.for_stars_of(Whose.GROUP, _("More like these"))
    own = OwnTop5Button.labelled(_)
    buttons = [refresh, poll_button(_), more, save_button(_, Whose.GROUP), own]
    yield Top5Card(title, name_rows(_), note, buttons)
    yield Top5Card(title, [], note, [refresh], hint=no_stars_hint(_))
    title = _("{member}’s top five", member=safe_display_name("`" * MAX_DISPLAY_NAME, ""))
    yield Top5Card(title, name_rows(_), _("See one you love? Press its star."), [])


def mixture(_: Translator) -> Iterator[Card]:
    letters, names = "Ǿ" * MAX_TYPED_LENGTH, longest_names(MAX_EXISTING + MAX_NEW)
    (country,) = longest_countries(_, 1)
    piece, bearing = Piece(1, MAX_TYPED_LENGTH - 1), Bearing(country, MANY)
    mixtures = tuple(
        Mixture(
            name,
            first_begins=True,
            beginning=piece,
            between="Ǿ",
            end=piece,
            rest="",
            bearing=bearing,
        )
        for name in names
    )
    mixed = MixedCard(
        *((letters, letters), (letters, letters), Condition.for_country(country, "N")),
        *(mixtures[:MAX_EXISTING], mixtures[MAX_EXISTING:]),
        *(MAX_MIX_SEED - 1, MAX_MIX_SEED + 1),
    )
    made = Provenance(Condition.for_country(country))
    stars = [StarButton.for_name(Starrable(name, made), MANY) for name in names]
    copy = CopyButton.for_mix(_, mix_of(mixed))
    origins = origin_list(_, names)
    buttons = [MixButton.again(_, mixed), names_button(_, country)]
    yield MixCard(_, mixed, stars, buttons, copy=copy, origins=origins)


def favourites(_: Translator) -> Iterator[Card]:
    num_pages = MAX_FAVOURITES // favourites_list.PAGE_SIZE
    names = longest_names(favourites_list.PAGE_SIZE)
    details = provenance_line(_, longest_provenance(_), NameKind.KNOWN)
    labels = {name: f"{rank}. {name}" for rank, name in enumerate(names, MAX_FAVOURITES)}
    actions: list[favourites_list.Action] = ["top", "up", "down", "remove"]
    for_action = favourites_list.FavouritesButton.for_action
    chosen = [for_action(action, num_pages, names[0], label=_("Remove")) for action in actions]
    removed = RemovedStar(Starrable(names[0], longest_provenance(_)), MAX_FAVOURITES)
    undo = favourites_list.RestoreButton.for_star(_, removed)
    pages = [for_action("page", num_pages + way, emoji="◀️") for way in (-1, 1)]
    more = MoreButton.for_stars_of(Whose.MINE, _("More like these"))
    yield FavouritesCard(
        _,
        Page(num_pages, num_pages, MAX_FAVOURITES - len(names) + 1, MAX_FAVOURITES),
        [NameRow(name, details) for name in names],
        favourites_list.FavouritesSelect.for_page(_, num_pages, labels, names[0]),
        chosen,
        [*pages, undo],
        list_buttons=[share_button(_), DuelButton.begin(_), more, save_button(_, Whose.MINE)],
        removed=names[0],
    )
    yield Card("x", buttons=[UndoButton.for_star(_, replace(removed, message_id=LARGEST_ID))])
    yield NoFavouritesCard(_)
    yield NoFavouritesCard(_, [undo], removed=names[0])
    saved = [SavedName(name, longest_provenance(_), NOW) for name in longest_names(MAX_PICTURED)]
    yield PictureCard(shortlist_of(_, _("My favourites"), saved))


def more_like_the_stars(_: Translator) -> Iterator[Card]:
    letters = "mw" * 9
    longest = NameRequest(
        replace(custom_ids.ANYWHERE, gender="N"),
        inverse_temperature=generation.MAX_INVERSE_TEMPERATURE,
        starts_with=letters[: custom_ids.MAX_PREFIX_LENGTH],
        min_length=23,
        max_length=24,
        filters=Filters(
            *("", letters[: custom_ids.MAX_LETTERS], "x" * custom_ids.MAX_EXCLUDED),
            *(Initials.DIFFERENT, "Wim"),
        ),
    )
    again = MoreButton.again(_, Whose.GROUP, longest)
    buttons = [again, RefineMoreButton.for_wishes(_, Whose.GROUP, longest)]
    rows, copy = name_rows(_), CopyButton.without_seed(_)
    names = origin_list(_, [row.name for row in rows])
    parts = (_, rows, longest, MAX_FAVOURITES, buttons)
    yield MoreCard(*parts, copy=copy, origins=names, is_own=False)


def duel(_: Translator) -> Iterator[Card]:
    first, *others = (f"name{number}" for number in range(MAX_FAVOURITES))
    for start in (
        Start.anew([first, *others]),
        Start.of({first: Standing.SETTLED, **dict.fromkeys(others, Standing.NEW)}),
    ):
        yield from duel_from(_, start)


def duel_from(_: Translator, start: Start) -> Iterator[Card]:
    most = max_questions(start)
    rows = [
        replace(row, button=DuelButton.for_answers(start, [answer] * most, label=_("This one")))
        for row, answer in zip(name_rows(_), (True, False), strict=False)
    ]
    undo = DuelButton.for_answers(start, [True] * (most - 1), label=_("Undo"), emoji="↩️")
    buttons = [
        EvenButton.for_answers(start, [True] * most, label=_("Can’t choose"), emoji="🤷"),
        undo,
        DuelButton.for_answers(start, (), label=_("Start over"), emoji="🔄"),
    ]
    yield DuelCard(_, rows, most, most, buttons, is_anew=True)
    for questions in (0, most):
        yield DuelResultCard(_, name_rows(_)[:TOP_SIZE], questions, [undo])


def shared_search(_: Translator) -> Iterator[Card]:
    other, names = f"<@{LARGEST_ID}>", longest_names(match.MAX_LISTED)
    choice = Choice(longest_countries(_, 1)[0], "N", "wawa" * 2, "wawa" * 2)
    letters = "w" * custom_ids.MAX_PREFIX_LENGTH, "w" * custom_ids.MAX_LETTERS
    place = DeckPlace(LARGEST_ID, Choice(choice.country, "N", *letters), NUMBERS - 1)
    name = "W" * generation.DEFAULT_MAX_LENGTH
    pick = match_side.ChooseNamesButton.create(place.encode(), label=_("Refine"))
    like = match_side.LikeButton.create(encode_shown(place, name), label=_("Like"))
    condition = Condition.for_country("NL", "F")
    common = [CommonName(name, condition, is_starred=False, is_news=True) for name in names]
    stars = match_side.StarCommonSelect.for_names(_, common)
    both = [*names, *names]
    shown = match.name_to_choose(_, name, choice.request())
    lists = country_lists(_, match_side.MatchCountrySelect, f"{place.other}")
    yield match.MatchCard(_, other, both, shown, [like, pick], news=both, stars=stars)
    yield match.MatchCard(_, other, both, shown, [pick], lists=lists, news=both, stars=stars)
    yield match.MatchFoundCard(_, other, names[0], both, [like, pick])
    yield match.MatchEndingCard(_, other, both, [like, pick])
    yield match.MatchEndedCard(_, other, match.list_of_both(_, both), stars)
    yield match.MatchQuestionCard(_, other, other, choice.country, [like, pick])
    yield match.MatchAgreedCard(_, other, other, choice.country, [like, pick])


def privacy_and_deletion(_: Translator) -> Iterator[Card]:
    confirm = ConfirmDeletionButton.create(label=_("Delete everything"))
    keep = CancelDeletionButton.create(label=_("Keep everything"))
    retry = ConfirmDeletionButton.create(label=_("Try again"))
    buttons: list[ui.Item[Any]] = [
        ExportButton.create(label=_("Export my data"), emoji="📦"),
        AskDeletionButton.create(label=_("Delete my data"), emoji="🗑️"),
        ui.Button(label=_("Privacy policy"), url="https://nomen.example/" + "x" * 490),
    ]
    yield privacy.PrivacyCard(
        *(_, RETENTION.days, buttons),
        contact="x" * MAX_CONTACT,
        matches=[LARGEST_ID] * 50,
        allow_invitations=AllowInvitationsButton.create(label=_("Allow invitations")),
    )
    for servers, outside in ((1, False), (MANY, False), (0, True), (MANY, True)):
        held = privacy.Holdings(MANY, servers, outside, MANY, MANY, takes_invitations=False)
        yield privacy.ConfirmDeletionCard(_, [confirm, keep], held)
    yield privacy.DeletedCard(_, held)
    yield privacy.DeletionFailedCard(_, [retry])
    yield privacy.NothingStoredCard(_)
    yield privacy.DeletionCancelledCard(_)
    yield privacy.ExportCard(_, export.FILENAME)


def origin_and_why(_: Translator) -> Iterator[Card]:
    codes, name = longest_countries(_, 30), "Ǿ" * MAX_TYPED_LENGTH
    scores = tuple(CountryScore(code, 999.9, 0.05) for code in codes)
    letters = (*[LetterAttribution("ǿ", 99.9)] * MAX_TYPED_LENGTH, LetterAttribution("*", 1.0))
    spoken = (voice.language for voice in voices().values())
    language = max(spoken, key=lambda tag: len(_.language_name(tag)))
    pronunciation = Pronunciation("ˈd͡ʒ" * MAX_TYPED_LENGTH, MAX_TYPED_LENGTH, language)
    for verdict in Verdict:
        ranking = Ranking(name, tuple(countries()), verdict, scores, letters)
        buttons = [
            StarButton.for_name(Starrable(name, None), MANY, _("Star it")),
            names_button(_, codes[0]),
            WhyButton.for_ranking(_, ranking, codes),
            HearButton.for_name(_, name, codes[0]),
        ]
        yield OriginCard(_, ranking, buttons, pronunciation)
        yield WhyCard(_, ranking)


def clipped_descent(_: Translator) -> Iterator[Card]:
    for setup in ((312, 50, None), (1e6, 1000, 1e6), (0.1234567891, 1000, 1.23456e-6)):
        with np.errstate(all="ignore"):
            demo = demonstrate(*setup)
        yield clip.ClipCard(_, demo, [NumbersButton.for_demonstration(_, demo)])
        yield ClipNumbersCard(_, demo)


def help_and_countries(_: Translator) -> Iterator[Card]:
    yield (overview := help_card(_))
    (topics,) = [part["options"] for part in components_of(overview) if "options" in part]
    for topic in topics:
        yield help_card(_, topic["value"])
    yield countries_card(_)


def hidden_names(_: Translator) -> Iterator[Card]:
    longest = ["'" * (MAX_TYPED_LENGTH - 2) + "aa"] * MAX_HIDDEN_NAMES
    yield HiddenNamesCard(_, longest, takes_typed_names=False)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "cards",
    [
        *(new_names, top_fives, favourites, hidden_names, duel, mixture, more_like_the_stars),
        *(shared_search, origin_and_why, clipped_descent, privacy_and_deletion),
        help_and_countries,
    ],
    ids=lambda cards: cards.__name__,
)
async def test_discord_accepts(
    cards: Callable[[Translator], Iterator[Card]], language: str
) -> None:
    for card in cards(translator_for_language(language)):
        components = card.to_components()  # type: ignore[no-untyped-call] # discord.py's
        message = {"components": components, "flags": COMPONENTS_V2, "attachments": FILES}
        check_message({**message, "allowed_mentions": {"parse": []}})
