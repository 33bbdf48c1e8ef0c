"""`/origin` as a member uses it, with the shipped weights."""

import re
import sys

import pytest
from simcord import ResponseMessage

from bot.features.origin.card import emphasise_clue
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import Provenance
from model.domain.name_check import SurnameFit
from model.domain.ranking import LetterAttribution
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from tests.bot.stage import (
    SLUR,
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    text_of,
)

MENU = "Where is this name from?"


async def origin_card(stage: Stage, name: str) -> ResponseMessage:
    return await stage.public("origin", name=name)


def bars_on(card: ResponseMessage) -> dict[str, tuple[str, str]]:
    """Return bar and percentage by country."""
    found = re.findall(r"^([🟧⬜]{10}) \S+ (.+) \*\*(\S+)\*\*$", text_of(card), re.MULTILINE)
    return {country: (bar, percent) for bar, country, percent in found}


@pytest.mark.parametrize(("name", "shown"), [("Marielkje", 2), ("Vesmira", 5)])
async def test_an_unknown_name_shows_the_five_likeliest_countries_of_a_percent_or_more(
    stage: Stage, name_generator: NameGenerator, name: str, shown: int
) -> None:
    card = await origin_card(stage, name)
    ranked = OriginClassifier.load(name_generator).rank(name).ranking[:5]
    expected = [score for score in ranked if score.probability >= 0.01]
    assert len(expected) == shown
    assert [*bars_on(card)] == [countries()[score.country].name for score in expected]
    for score, (bar, percent) in zip(expected, bars_on(card).values(), strict=True):
        assert bar.count("🟧") == max(1, round(10 * score.probability))
        assert abs(100 * score.probability - int(percent.strip("<>%"))) <= 1
    assert f"## {name}" in text_of(card)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sjoerdtjeke", [r"My guess: \*\*🇳🇱 Netherlands\*\*\. I’m pretty sure\."]),
        ("Giuseppe", [r"Origin: \*\*🇮🇹 Italy\*\*", "on Wikipedia"]),
        ("Ryō", ["## Ryō", "-# Read as Ryo", r"Origin: \*\*🇯🇵 Japan\*\*"]),
        ("Emma", [r"Origin: \*\*several countries\*\*, such as 🇬🇧 United Kingdom, "]),
        ("Jasmine", [r"Origin: \*\*countries where English is spoken\*\*, such as 🇬🇧 United"]),
        ("Zwanneliesje", [r"\*\*New\*\*: as far as I know, nobody has this name"]),
        ("Rente", ["⚠️ An everyday word in: Danish, German, French\n"]),
        (
            "Marielkje",
            [r"-# Strongest clue in the spelling \(🇳🇱 Netherlands\): \w*\*\*\w{2,3}\*\*"],
        ),
        (
            "Saoirse",
            [
                r"\*\*Known\*\*: a real name\.",
                "-# Traditional in: 🇮🇪 Ireland",
                r"People on record, nearly all women:\n",
                r"🇮🇪 Ireland: [\d,]+ \(1 in \d+\)\n",
                r"And in \d more countries",
            ],
        ),
        ("Wren", [r"🇺🇸 United States: .+, \d+% women, most born in the 2020s\n"]),
        ("Tygo", ["I have no figures from 🇳🇱 Netherlands, so more people may have it there"]),
    ],
)
async def test_card_says_where_a_name_is_from_and_who_has_it(
    stage: Stage, name: str, said: list[str]
) -> None:
    text = text_of(await origin_card(stage, name)) + "\n"
    assert [pattern for pattern in said if not re.search(pattern, text)] == []
    assert not re.search("nats|bits|nothing about anyone|No sound", text)


@pytest.mark.parametrize(
    ("locale", "first"),
    [("nl", "🇳🇱|🇧🇪"), ("de", "🇩🇪|🇦🇹|🇨🇭"), ("en-US", "🇺🇸"), ("da", "🇩🇰")],
)
async def test_the_members_own_countries_come_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, locale: str, first: str
) -> None:
    origin = sys.modules["bot.features.origin.origin"]
    monkeypatch.setattr(origin, "_locale", lambda _interaction: locale)
    text = text_of(await origin_card(stage, "Roya"))
    assert re.search(rf"People on record.*:\n(?:{first}) ", text)


async def test_implausible_name_gets_no_idea_verdict(stage: Stage) -> None:
    card = await origin_card(stage, "Qwerty")
    assert "I don’t know a country" in text_of(card)
    assert not bars_on(card)
    assert "clue" not in text_of(card)


@pytest.mark.parametrize("typed", ["zzxqy", "Qqq", "Xqzvwkj"])
async def test_what_is_no_name_is_told_so_and_cannot_be_starred(stage: Stage, typed: str) -> None:
    card = await origin_card(stage, typed)
    assert text_of(card).splitlines() == [
        f"## {typed[0].upper()}{typed[1:]}" if typed[0] != "z" else "## Zzxqy",
        "This isn’t spelled like the names of any country I know.",
    ]
    assert buttons_on(card) == {}


async def test_a_name_with_a_surname_is_for_the_member_alone(stage: Stage) -> None:
    card = await stage.private("origin", name="Roya", surname="de Vries")
    said = "**Roya de Vries**: initials R. de V. · about 2 + 2 syllables"
    assert said in text_of(card)
    assert not any("Vries" in custom_id for custom_id in buttons_on(card).values())
    meijer = text_of(await stage.private("origin", name="Milou", surname="Meijer"))
    assert "initials M. M. · about 2 + 2 syllables · same first letter" in meijer


@pytest.mark.parametrize(
    ("surname", "initials"),
    [
        ("de Vries", "A. de V."),
        ("van der Berg", "A. van der B."),
        ("De Vries", "A. de V."),
        ("García Márquez", "A. G. M."),
        ("de", "A. D."),
        ("Vries -", "A. V."),
    ],
)
def test_initials_leave_particles_whole(surname: str, initials: str) -> None:
    assert SurnameFit.of("Anna", surname).initials == initials


@pytest.mark.parametrize(
    ("name", "at", "expected"),
    [
        ("d'arcy", 1, "**d'a**rcy"),
        ("an-na", 2, "a**n-n**a"),
        ("'abd", 0, "'**ab**d"),
        ("a'", 0, "**a'**"),
    ],
)
def test_a_clue_begins_and_ends_with_letters(name: str, at: int, expected: str) -> None:
    bits = [1.0 if place == at else 0.0 for place in range(len(name) + 1)]
    assert emphasise_clue([*map(LetterAttribution, f"{name}*", bits)]) == expected


async def test_a_button_leads_to_more_names_from_there(stage: Stage) -> None:
    card = await origin_card(stage, "Giuseppina")
    assert [*buttons_on(card)] == ["☆ Star it", "More names from Italy"]
    names = await stage.pressed(card, "More names from Italy", stage.ben)
    assert "## 🇮🇹 Italy" in text_of(names)
    assert len(names_on(names)) == 5


async def test_a_typed_name_is_starred_as_typed(stage: Stage) -> None:
    card = await origin_card(stage, "Saoirse")
    await stage.ben.click(card, label="☆ Star it")
    assert await stage.stars_of(stage.ben) == [("Saoirse", None)]


async def origin_by_menu(stage: Stage, content: str) -> ResponseMessage:
    """Let Ben write a message, and Ada ask by its menu."""
    message = await stage.ben.send(stage.channel, content)
    asked = await stage.ada.context_menu(stage.channel, MENU, message)
    return ephemeral_message(asked)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Sanne", "Sanne"),
        (" **Sanne**?! ", "Sanne"),
        ("“Giuseppina”…", "Giuseppina"),
        ("Anne Sophie  Marie", "Anne-Sophie-Marie"),
        ("Jean-Luc", "Jean-Luc"),
    ],
)
async def test_the_menu_of_a_message_that_is_a_name_tells_its_origin_to_the_member_alone(
    stage: Stage, content: str, name: str
) -> None:
    card = await origin_by_menu(stage, content)
    assert f"## {name}" in text_of(card)


@pytest.mark.parametrize("content", ["We could call her Sanne", "?", "** **", None])
async def test_the_menu_of_any_other_message_says_what_to_do(
    stage: Stage, content: str | None
) -> None:
    card = await origin_card(stage, "Sanne")  # a message of the bot, which has no text
    message = await stage.ben.send(stage.channel, content) if content else card
    answer = ephemeral_text(await stage.ada.context_menu(stage.channel, MENU, message))
    assert "Use this on a message that is just a name" in answer
    assert "`/origin`" in answer


@pytest.mark.parametrize(
    ("content", "said"),
    [("Mar1eke", "I can’t read 1 in"), (f"Anna-{SLUR}", "a slur or an obscenity")],
)
async def test_the_menu_says_what_is_wrong_with_a_name(
    stage: Stage, content: str, said: str
) -> None:
    assert said in (await origin_by_menu(stage, content)).content
    assert stage.env.errors


async def test_the_origin_of_an_invented_name_begins_with_what_it_was_invented_for(
    stage: Stage,
) -> None:
    card = await stage.public("blend", first="IE", second="IT")
    name = names_on(card)[0]
    origin = await stage.origin_of(card, name)
    assert "\nI made this name up for 🇮🇪 Ireland × 🇮🇹 Italy." in text_of(origin)
    assert "My best guess" not in text_of(origin)
    percents = re.findall(r"^## (\S+)\n-# \S · 🇮🇪 (\S+) 🇮🇹 (\S+)", text_of(card), re.MULTILINE)
    assert (name, *(percent for _, percent in bars_on(origin).values())) in percents
    assert "More names from Ireland × Italy" in buttons_on(origin)
    await stage.ada.click(origin, label="☆ Star it")
    blend = Provenance(Condition.blend({"IE": 1, "IT": 1}))
    assert await stage.stars_of(stage.ada) == [(name, blend)]


async def test_who_has_starred_an_invented_name_is_told_what_it_was_invented_for(
    stage: Stage,
) -> None:
    provenance = Provenance(Condition.for_country("IE"))
    await stage.give_stars(stage.ada, "Mantelia", provenance=provenance)
    said = "I made this name up for 🇮🇪 Ireland."
    assert said in text_of(await origin_card(stage, "mantelia"))
    assert said not in text_of(await stage.public("origin", stage.ben, name="Mantelia"))


async def test_a_name_that_a_member_typed_is_no_invention_by_its_origin_either(
    stage: Stage,
) -> None:
    card = await stage.name_card(country="NL", starts_with="Marenk", count=2)
    name = names_on(card)[0]
    origin = await stage.origin_of(card, name)
    await stage.ada.click(origin, label="☆ Star it")
    assert await stage.stars_of(stage.ada) == [(name, None)]


async def test_the_origin_of_the_only_name_on_a_card_is_a_button(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=1)
    origin = await stage.pressed(card, "Origin")
    assert "I made this name up for 🇳🇱 Netherlands." in text_of(origin)


async def test_a_known_name_was_not_invented(stage: Stage) -> None:
    card = await stage.name_card(country="NL", kind="any", seed=1)
    known = re.findall(r"^## (\w+)\n-# \S · known", text_of(card), re.MULTILINE)
    assert "I made this name up" not in text_of(await stage.origin_of(card, known[0]))
