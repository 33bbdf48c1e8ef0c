"""Every card at its fullest, in every language, is a message that Discord accepts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from discord import ui

from bot.cards.board import HiddenNamesCard
from bot.cards.clip import PLOT_FILENAME, ClipCard, alt_text
from bot.cards.clip_numbers import ClipNumbersCard
from bot.cards.duel import DuelCard, DuelResultCard
from bot.cards.favourites import FavouritesCard, NoFavouritesCard, Page
from bot.cards.labels import provenance_line
from bot.cards.layout import Card
from bot.cards.match import (
    MAX_LISTED,
    MatchAgreedCard,
    MatchCard,
    MatchEndedCard,
    MatchEndingCard,
    MatchFoundCard,
    MatchQuestionCard,
    list_of_both,
    name_to_choose,
)
from bot.cards.mix import MixCard
from bot.cards.more import MoreCard
from bot.cards.name_row import NameRow
from bot.cards.origin import OriginCard
from bot.cards.privacy import (
    ConfirmDeletionCard,
    DeletionCancelledCard,
    DeletionResultCard,
    ExportCard,
    NothingStoredCard,
    PrivacyCard,
    not_asked_section,
)
from bot.cards.shortlist import PICTURE_FILENAME, PictureCard, SavedName, shortlist_of
from bot.cards.top5 import Top5Card, no_stars_hint
from bot.cards.why import WhyCard
from bot.commands.clipdemo import NumbersButton
from bot.commands.copy_button import CopyButton
from bot.commands.countries import countries_card, country_lists
from bot.commands.duel import DuelButton, EvenButton
from bot.commands.favourites_list import (
    PAGE_SIZE,
    Action,
    FavouritesButton,
    FavouritesSelect,
    RestoreButton,
)
from bot.commands.hear_button import HearButton
from bot.commands.match_side import (
    ChooseNamesButton,
    LikeButton,
    MatchCountrySelect,
    StarCommonSelect,
)
from bot.commands.mix import MixButton
from bot.commands.more import MoreButton, RefineMoreButton
from bot.commands.names_button import names_button
from bot.commands.origin import OriginSelect, WhyButton
from bot.commands.poll import poll_button
from bot.commands.privacy import (
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
    ExportButton,
)
from bot.commands.shortlist import MAX_PICTURED, save_button
from bot.commands.star_button import StarButton, UndoButton
from bot.commands.top5 import RefreshTop5Button, share_button
from bot.commands.whose import Whose
from bot.favourites.duel import Start, max_questions
from bot.favourites.export import EXPORT_FILENAME
from bot.favourites.matches import CommonName
from bot.favourites.models import MAX_FAVOURITES, MAX_HIDDEN_NAMES, RETENTION, TOP_SIZE
from bot.favourites.refusals import MAX_REFUSALS
from bot.i18n.escaping import safe_display_name
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language
from bot.interactions.custom_ids import (
    ANYWHERE,
    MAX_EXCLUDED,
    MAX_LETTERS,
    MAX_PREFIX_LENGTH,
    Mix,
    RemovedStar,
    Starrable,
)
from bot.interactions.deck_places import NUMBERS, Choice, DeckPlace, encode_shown
from bot.runtime.settings import MAX_CONTACT
from model.assignment.gradient_clip import demonstrate
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.filters import Filters, Initials
from model.domain.generation import (
    DEFAULT_MAX_LENGTH,
    MAX_INVERSE_TEMPERATURE,
    MAX_SEED,
    NameKind,
    NameRequest,
    Provenance,
)
from model.domain.mixture import MixedCard, Mixture
from model.domain.pronunciation import Pronunciation
from model.domain.ranking import CountryScore, LetterAttribution, Ranking, Verdict
from model.domain.validation import MAX_TYPED_LENGTH
from model.domain.voices import voices
from model.selection.mixing import MAX_PER_CARD, MIN_LETTERS
from tests.wire.discord_server.checks import COMPONENTS_V2, InvalidFormBodyError, check_message

MANY = 10**6
MAX_DISPLAY_NAME = 32
"""Characters of the longest display name."""

each_language = pytest.mark.parametrize("language", languages())


def validation_errors(card: Card, *attachments: dict[str, Any]) -> str:
    """Return the errors that Discord would find in a message with a card."""
    message = {
        "components": card.to_components(),  # type: ignore[no-untyped-call] # discord.py's
        "flags": COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "attachments": list(attachments),
    }
    try:
        check_message(message)
    except InvalidFormBodyError as error:
        return str(error)
    return ""


def longest_countries(_: Translator, number: int) -> list[str]:
    return sorted(countries(), key=lambda code: -len(_.country_name(code)))[:number]


def longest_provenance(_: Translator) -> Provenance:
    thirds = Condition.blend(dict.fromkeys(longest_countries(_, 3), 1), "F")
    return Provenance(thirds, MAX_INVERSE_TEMPERATURE - 0.01, MAX_SEED)


def longest_names(number: int) -> Iterator[str]:
    return (chr(ord("a") + each) + "Ǿ" * (MAX_TYPED_LENGTH - 1) for each in range(number))


def name_rows(_: Translator) -> list[NameRow]:
    provenance = longest_provenance(_)
    return [
        NameRow(
            name,
            provenance_line(_, provenance, NameKind.KNOWN),
            StarButton.for_name(Starrable(name, provenance), MANY),
        )
        for name in longest_names(TOP_SIZE)
    ]


@each_language
async def test_group_top5_card(language: str) -> None:
    _ = translator_for_language(language)
    refresh = RefreshTop5Button.create(label=_("Refresh"), emoji="🔄")
    title = _("This server’s top five")
    note = _(
        "Most stars first. Ties are broken by the favourites of members who chose to help, "
        "then by which name was starred first."
    )
    buttons = [
        refresh,
        poll_button(_),
        MoreButton.for_stars_of(Whose.GROUP, _("More like these")),
        save_button(_, Whose.GROUP),
    ]
    assert not validation_errors(Top5Card(title, name_rows(_), note, buttons))
    assert not validation_errors(Top5Card(title, [], note, [refresh], hint=no_stars_hint(_)))


@each_language
async def test_mix_card(language: str) -> None:
    _ = translator_for_language(language)
    letters = "Ǿ" * MAX_TYPED_LENGTH
    (country,) = longest_countries(_, 1)
    provenance = Provenance(Condition.for_country(country))
    names = [*longest_names(MAX_PER_CARD)]
    mixtures = tuple(
        Mixture(name, first_begins=True, beginning=MIN_LETTERS, ending=MIN_LETTERS)
        for name in names
    )
    mixed = MixedCard((letters, letters), (letters, letters), country, mixtures, MANY, MANY + 1)
    stars = [StarButton.for_name(Starrable(name, provenance), MANY) for name in names]
    mix = Mix(mixed.names, mixed.country, mixed.number)
    copy, origins = CopyButton.for_mix(_, mix), OriginSelect.for_names(_, names)
    buttons = [MixButton.again(_, mixed), names_button(_, country)]
    card = MixCard(_, mixed, stars, buttons, copy=copy, origins=origins)
    assert not validation_errors(card)


@each_language
async def test_shared_top5_card(language: str) -> None:
    _ = translator_for_language(language)
    title = _("{member}’s top five", member=safe_display_name("`" * MAX_DISPLAY_NAME, ""))
    note = _("See one you love? Press its star.")
    assert not validation_errors(Top5Card(title, name_rows(_), note, []))


@each_language
async def test_favourites_cards(language: str) -> None:
    _, num_pages = translator_for_language(language), MAX_FAVOURITES // PAGE_SIZE
    names = [*longest_names(PAGE_SIZE)]
    rows = [
        NameRow(name, provenance_line(_, longest_provenance(_), NameKind.KNOWN)) for name in names
    ]
    labels = {name: f"{rank}. {name}" for rank, name in enumerate(names, MAX_FAVOURITES)}
    actions: list[Action] = ["top", "up", "down", "remove"]
    chosen_buttons = [
        FavouritesButton.for_action(action, num_pages, names[0], label=_("Remove"))
        for action in actions
    ]
    removed = RemovedStar(Starrable(names[0], longest_provenance(_)), MAX_FAVOURITES)
    buttons = [
        FavouritesButton.for_action("page", num_pages - 1, emoji="◀️"),
        FavouritesButton.for_action("page", num_pages + 1, emoji="▶️"),
        RestoreButton.for_star(_, removed),
    ]
    list_buttons = [
        share_button(_),
        DuelButton.begin(_),
        MoreButton.for_stars_of(Whose.MINE, _("More like these")),
        save_button(_, Whose.MINE),
    ]
    page = Page(num_pages, num_pages, MAX_FAVOURITES - PAGE_SIZE + 1, MAX_FAVOURITES)
    selector = FavouritesSelect.for_page(_, num_pages, labels, names[0])
    card = FavouritesCard(
        *(_, page, rows, selector, chosen_buttons, buttons),
        list_buttons=list_buttons,
        removed=removed.starrable.name,
    )
    assert not validation_errors(card)
    assert not validation_errors(NoFavouritesCard(_))
    assert not validation_errors(NoFavouritesCard(_, [buttons[2]], removed=names[0]))


@each_language
async def test_more_card(language: str) -> None:
    _ = translator_for_language(language)
    condition = replace(ANYWHERE, gender="N")
    filters = Filters("", ("mw" * 9)[:MAX_LETTERS], "x" * MAX_EXCLUDED, Initials.DIFFERENT, "Wim")
    longest = NameRequest(
        condition,
        inverse_temperature=MAX_INVERSE_TEMPERATURE,
        starts_with=("mw" * 9)[:MAX_PREFIX_LENGTH],
        min_length=23,
        max_length=24,
        filters=filters,
    )
    rows = name_rows(_)
    buttons = [
        MoreButton.again(_, Whose.GROUP, longest),
        RefineMoreButton.for_wishes(_, Whose.GROUP, longest),
    ]
    copy = CopyButton.without_seed(_)
    card = MoreCard(_, rows, longest, MAX_FAVOURITES, buttons, copy=copy, is_own=False)
    assert not validation_errors(card)


@each_language
async def test_duel_card(language: str) -> None:
    _ = translator_for_language(language)
    start = Start.anew([f"name{number}" for number in range(MAX_FAVOURITES)])
    most = max_questions(start)
    buttons = [
        DuelButton.for_answers(start, [answer] * most, label=name)
        for name, answer in zip(longest_names(2), (True, False), strict=True)
    ]
    even = EvenButton.for_answers(start, [True] * most, label=_("Can’t choose"), emoji="🤷")
    undo = DuelButton.for_answers(start, [True] * (most - 1), label=_("Undo"), emoji="↩️")
    anew = DuelButton.for_answers(start, (), label=_("Start over"), emoji="🔄")
    buttons += [even, undo, anew]
    card = DuelCard(_, name_rows(_)[:2], most, most, buttons, is_anew=True)
    assert not validation_errors(card)
    for questions in (0, most):
        result = DuelResultCard(_, name_rows(_)[:TOP_SIZE], questions, "x" * 400, [undo])
        assert not validation_errors(result)


@each_language
async def test_match_cards(language: str) -> None:
    _ = translator_for_language(language)
    other, names = f"<@{2**64 - 1}>", [*longest_names(MAX_LISTED)]
    choice = Choice(longest_countries(_, 1)[0], "N", "wawa" * 2, "wawa" * 2)
    place, name = DeckPlace(2**64 - 1, choice, NUMBERS - 1), "W" * DEFAULT_MAX_LENGTH
    like = LikeButton.create(encode_shown(place, name), label=_("Like"))
    buttons = [like, ChooseNamesButton.create(place.encode(), label=_("Pick a country"))]
    condition = Condition.for_country("NL", "F")
    common = [CommonName(name, condition, is_starred=False, is_news=True) for name in names]
    stars = StarCommonSelect.for_names(_, common)
    both = [*names, *names]
    shown = name_to_choose(_, name, choice.request())
    lists = country_lists(_, MatchCountrySelect, f"{place.other}")
    for card in (
        MatchCard(_, other, both, shown, buttons, news=both, stars=stars),
        MatchCard(_, other, both, shown, buttons[1:], lists=lists, news=both, stars=stars),
        MatchFoundCard(_, other, names[0], both, buttons),
        MatchEndingCard(_, other, both, buttons),
        MatchEndedCard(_, other, list_of_both(_, both), stars),
        MatchQuestionCard(_, other, other, choice.country, buttons),
        MatchAgreedCard(_, other, other, choice.country, buttons),
    ):
        assert not validation_errors(card)


@each_language
async def test_saved_names(language: str) -> None:
    _, now = translator_for_language(language), datetime.now(UTC)
    names = [SavedName(name, longest_provenance(_), now) for name in longest_names(MAX_PICTURED)]
    card = PictureCard(shortlist_of(_, _("My favourites"), names))
    assert not validation_errors(card, {"id": 0, "filename": PICTURE_FILENAME})


@each_language
async def test_undo_button_after_a_star_was_taken_back(language: str) -> None:
    _ = translator_for_language(language)
    (name,) = longest_names(1)
    removed = RemovedStar(Starrable(name, longest_provenance(_)), MAX_FAVOURITES, 2**64 - 1)
    assert not validation_errors(Card("x", buttons=[UndoButton.for_star(_, removed)]))


@each_language
async def test_privacy_cards(language: str) -> None:
    _ = translator_for_language(language)
    confirm_buttons = [
        ConfirmDeletionButton.create(label=_("Delete everything")),
        CancelDeletionButton.create(label=_("Keep everything")),
    ]
    policy_buttons: list[ui.Item[Any]] = [
        ExportButton.create(label=_("Export my data"), emoji="📦"),
        AskDeletionButton.create(label=_("Delete my data"), emoji="🗑️"),
        ui.Button(label=_("Privacy policy"), url="https://nomen.example/" + "x" * 490),
    ]
    retry = ConfirmDeletionButton.create(label=_("Try again"))
    for card in (
        PrivacyCard(
            *(_, RETENTION.days, policy_buttons),
            contact="x" * MAX_CONTACT,
            matches=[2**64 - 1] * 50,
            ties=MANY,
            not_asked=not_asked_section(
                _, [2**64 - 1] * MAX_REFUSALS, MANY, retry, in_messages=True
            ),
        ),
        *(
            ConfirmDeletionCard(
                _,
                confirm_buttons,
                stars=MANY,
                servers=servers,
                outside_servers=outside,
                matches=MANY,
                likes=MANY,
                refusals=MANY,
            )
            for servers, outside in ((1, False), (MANY, False), (0, True), (MANY, True))
        ),
        *(
            DeletionResultCard(_, "0badcafe", datetime.now(UTC), deleted, [retry])
            for deleted in (
                None,
                dict.fromkeys(("stars", "matches", "likes", "refusals", "places"), MANY),
            )
        ),
        NothingStoredCard(_),
        DeletionCancelledCard(_),
    ):
        assert not validation_errors(card)
    assert not validation_errors(
        ExportCard(_, MANY, EXPORT_FILENAME), {"id": 0, "filename": EXPORT_FILENAME}
    )


@each_language
async def test_countries_card(language: str) -> None:
    assert not validation_errors(countries_card(translator_for_language(language)))


@each_language
@pytest.mark.parametrize("verdict", Verdict)
async def test_origin_card(language: str, verdict: Verdict) -> None:
    _ = translator_for_language(language)
    codes = longest_countries(_, 30)
    ranking = Ranking(
        name="Ǿ" * MAX_TYPED_LENGTH,
        known_in=tuple(countries()),
        verdict=verdict,
        ranking=tuple(CountryScore(code, 999.9, 0.05) for code in codes),
        letters=(*[LetterAttribution("ǿ", 99.9)] * MAX_TYPED_LENGTH, LetterAttribution("*", 1.0)),
    )
    star = StarButton.for_name(Starrable(ranking.name, None), MANY, _("Star it"))
    buttons = [
        star,
        names_button(_, codes[0]),
        WhyButton.for_ranking(_, ranking, codes),
        HearButton.for_name(_, ranking.name, codes[0]),
    ]
    language = max(
        (voice.language for voice in voices().values()), key=lambda tag: len(_.language_name(tag))
    )
    pronunciation = Pronunciation("ˈd͡ʒ" * MAX_TYPED_LENGTH, MAX_TYPED_LENGTH, language)
    assert not validation_errors(OriginCard(_, ranking, buttons, pronunciation))
    assert not validation_errors(WhyCard(_, ranking))


@each_language
@pytest.mark.parametrize(
    ("number", "epochs", "threshold"), [(312, 50, None), (1e6, 1000, 1e6), (0.123456, 1000, 1e-6)]
)
async def test_clip_card(
    language: str, number: float, epochs: int, threshold: float | None
) -> None:
    _ = translator_for_language(language)
    with np.errstate(all="ignore"):
        demo = demonstrate(number, epochs, threshold)
    plot = {"id": 0, "filename": PLOT_FILENAME, "description": alt_text(_, demo)}
    card = ClipCard(_, demo, [NumbersButton.for_demonstration(_, demo)])
    assert not validation_errors(card, plot)
    assert not validation_errors(ClipNumbersCard(_, demo))


@each_language
def test_hidden_names(language: str) -> None:
    longest = ["'" * (MAX_TYPED_LENGTH - 2) + "aa"] * MAX_HIDDEN_NAMES
    card = HiddenNamesCard(translator_for_language(language), longest, takes_typed_names=False)
    assert validation_errors(card) == ""
