"""`/origin` as a member uses it, with the shipped weights."""

import re
from dataclasses import replace
from math import log

import pytest
from simcord import ResponseMessage

from bot.cards.origin import OriginCard, emphasise_clue
from bot.cards.why import WhyCard
from bot.i18n.translator import translator_for_language
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import Provenance
from model.domain.ranking import (
    ASSIGNMENT_COUNTRIES,
    CountryScore,
    CountryUse,
    LetterAttribution,
    Ranking,
    Reason,
    ReasonKind,
    Verdict,
)
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from tests.bot.stage import (
    SLUR,
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    seed_on,
    text_of,
    texts_of,
)

MENU = "Where is this name from?"
ENGLISH = translator_for_language("en")


async def origin_card(stage: Stage, name: str, **options: object) -> ResponseMessage:
    return await stage.public("origin", name=name, **options)


def ranking_with(letters: dict[str, float]) -> Ranking:
    scores = (CountryScore("NL", 1.0, 0.9), CountryScore("PL", 2.0, 0.1))
    evidence = tuple(LetterAttribution(letter, bits) for letter, bits in letters.items())
    return Ranking("Ab", (), Verdict.SURE, scores, evidence)


def bars_on(card: ResponseMessage) -> dict[str, tuple[str, str]]:
    """Return bar and percentage by country."""
    found = re.findall(r"^`([━╸ ]{12})` \S+ (.+) \*\*(\S+)\*\*$", text_of(card), re.MULTILINE)
    return {country: (bar, percent) for bar, country, percent in found}


async def why_card(stage: Stage, card: ResponseMessage) -> ResponseMessage:
    """Let Ben press "Why?"."""
    return await stage.told(card, "Why?", stage.ben)


def reasons_on(card: ResponseMessage) -> dict[str, float]:
    """Return how much of its bar each reason fills; less than nothing where it speaks against."""
    speaking_for, _, against = text_of(card).partition("Against it:")
    return {
        reason: sign * _filled(bar)
        for sign, lines in ((1, speaking_for), (-1, against))
        for bar, reason in re.findall(r"^`([━╸ ]{12})` (.+)$", lines, re.MULTILINE)
    }


def _filled(bar: str) -> float:
    return bar.count("━") + bar.count("╸") / 2


@pytest.mark.parametrize(("name", "shown"), [("Marielkje", 2), ("Vesmira", 5)])
async def test_shows_the_five_likeliest_countries_of_a_percent_or_more_each_on_a_line(
    stage: Stage, name_generator: NameGenerator, name: str, shown: int
) -> None:
    card = await origin_card(stage, name)
    ranked = OriginClassifier.load(name_generator).rank(name).ranking[:5]
    expected = [score for score in ranked if score.probability >= 0.01]
    assert len(expected) == shown
    assert [*bars_on(card)] == [countries()[score.country].name for score in expected]
    for score, (bar, percent) in zip(expected, bars_on(card).values(), strict=True):
        assert _filled(bar) == pytest.approx(12 * score.probability, abs=1 / 4)
        assert abs(100 * score.probability - int(percent.strip("<>%"))) <= 1
    assert f"## {name}" in text_of(card)
    assert "nothing about anyone who has it" in text_of(card)


@pytest.mark.parametrize(
    ("name", "among", "said"),
    [
        ("Sjoerdtjeke", "six", [r"My guess: \*\*🇳🇱 Netherlands\*\*\. I’m pretty sure\."]),
        ("Giuseppe", "all", [r"Origin: \*\*🇮🇹 Italy\*\*", "🇮🇹 Italy: .*people from there on Wiki"]),
        ("Ryō", "all", ["## Ryō", "-# Read as Ryo", r"Origin: \*\*🇯🇵 Japan\*\*"]),
        ("Yesmarel", "all", [r"-# Together, all countries where \w+ is spoken: \d+%"]),
        ("Emma", "all", [r"Origin: \*\*several countries\*\*, such as 🇬🇧 United Kingdom, "]),
        (
            "Marielkje",
            "all",
            [
                "-# I haven’t come across this name in any country",
                r"Strongest clue in the spelling \(🇳🇱 Netherlands\): \w*\*\*\w{2,3}\*\*\w*\n",
            ],
        ),
    ],
    ids=["sure", "by use", "folded letters", "one language", "shared by countries", "no name yet"],
)
async def test_card_says_where_a_name_is_from_and_by_what(
    stage: Stage, name: str, among: str, said: list[str]
) -> None:
    text = text_of(await origin_card(stage, name, among=among)) + "\n"
    assert [pattern for pattern in said if not re.search(pattern, text)] == []
    assert not re.search("nats|bits", text)


async def test_implausible_name_gets_no_idea_verdict(stage: Stage) -> None:
    card = await origin_card(stage, "Qwerty")
    assert "I don’t know a country" in text_of(card)
    assert not bars_on(card)
    assert "clue" not in text_of(card)


@pytest.mark.parametrize("typed", ["zzxqy", "Qqq", "Xqzvwkj"])
async def test_what_is_no_name_is_told_so_and_cannot_be_starred(stage: Stage, typed: str) -> None:
    card = await origin_card(stage, typed)
    assert "This isn’t spelled like the names of any country I know." in text_of(card)
    assert "closest" not in text_of(card)
    assert buttons_on(card) == {}


@pytest.mark.parametrize(
    ("second", "sentence"),
    [(0.31, "with others close behind."), (0.29, "but I’m far from sure.")],
)
async def test_others_are_close_behind_from_three_quarters_of_the_first_on(
    second: float, sentence: str
) -> None:
    scores = (CountryScore("NL", 1.0, 0.4), CountryScore("PL", 2.0, second))
    letters = (LetterAttribution("a", 1.0), LetterAttribution("*", 1.0))
    ranking = Ranking("Ab", (), Verdict.UNSURE, scores, letters)
    assert sentence in "\n".join(texts_of(OriginCard(ENGLISH, ranking, [])))


async def test_name_that_people_have_is_from_there_however_it_is_spelled() -> None:
    use = CountryUse("NL", 12, 1.0, 0, 0.0, is_home=False, is_counted=True)
    ranking = replace(ranking_with({"a": 1.0}), verdict=Verdict.NO_IDEA, uses=(use,))
    text = "\n".join(texts_of(OriginCard(ENGLISH, ranking, [])))
    assert "Origin: **🇳🇱\u00a0Netherlands**" in text
    assert "`━" in text


async def test_known_name_shows_its_countries_likeliest_first(stage: Stage) -> None:
    text = text_of(await origin_card(stage, "Jan"))
    assert re.search(r"-# A real name in: (\S+ [^,\n]+, ){4}\S+ .+ and \d+ more\n", text)
    first = re.search(r"A real name in: \S+ ([^,]+),", text)
    assert first is not None
    assert re.search(rf"such as \S+ {first[1]}, ", text)


async def test_a_name_of_many_countries_says_who_has_it_in_place_of_bars(stage: Stage) -> None:
    card = await origin_card(stage, "Jasmine")
    text = text_of(card)
    assert "Origin: **countries where English is spoken**, such as 🇬🇧 United Kingdom" in text
    assert re.search(
        r"^🇬🇧 United Kingdom: [\d,]+ people \(1 in [\d,]+ on record\)", text, re.MULTILINE
    )
    assert not bars_on(card)


@pytest.mark.parametrize(
    ("letters", "clue"),
    [
        ({"a": 1.0, "n": 3.0, "b": 2.0, "o": -4.0, "*": 5.0}, "**anb**o"),
        ({"a": 1.0, "n": -1.0, "o": 1.0, "*": 2.0}, "a**no**"),
        ({"a": -1.0, "b": 0.0, "*": -2.0}, None),
    ],
    ids=["letters", "end", "none"],
)
async def test_strongest_clue_speaks_for_the_first_country(
    letters: dict[str, float], clue: str | None
) -> None:
    texts = texts_of(OriginCard(ENGLISH, ranking_with(letters), []))
    before = "Strongest clue in the spelling (🇳🇱\u00a0Netherlands): "
    clues = [text.removeprefix(before) for text in texts if text.startswith("Strongest")]
    assert clues == ([clue] if clue else [])


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


@pytest.mark.parametrize("name", ["Saoirse", "Giuseppe", "Dmitri", "Neymar"])
async def test_why_of_a_known_name_speaks_for_its_title(stage: Stage, name: str) -> None:
    why = await why_card(stage, await origin_card(stage, name))
    title = re.search(r"## \w+ → (\S+ .+): why\?", text_of(why))
    assert title is not None
    first = re.search(r"\*\*Who has it:\*\*\n(\S+ [^:]+):", text_of(why))
    assert first is not None
    assert first[1] == title[1]


@pytest.mark.parametrize("nats", [(), (0.03, -0.02)])
async def test_why_says_something_where_nothing_speaks_for_the_first_country(
    nats: tuple[float, ...],
) -> None:
    """Discord refuses empty texts."""
    kinds = (ReasonKind.SPELLING, ReasonKind.SIZE)
    reasons = tuple(map(Reason, kinds, nats))
    ranking = replace(ranking_with({"a": -4.0, "*": 0.3}), reasons=reasons)
    title, text = texts_of(WhyCard(ENGLISH, ranking))
    assert title.startswith("## Ab → ")
    assert text == "My guess: **🇳🇱\u00a0Netherlands**. I’m pretty sure."


@pytest.mark.parametrize("name", ["Marielkje", "Marieke", "Siobhan"])
async def test_why_says_how_much_likelier_a_country_is_and_how_much_each_reason_counts(
    stage: Stage, name_generator: NameGenerator, name: str
) -> None:
    why = await why_card(stage, await origin_card(stage, name))
    ranking = OriginClassifier.load(name_generator).rank(name)
    first, second = ranking.ranking[:2]
    said = re.search(r"is ([\d.,]+) times as likely as", text_of(why))
    assert said is not None
    ratio = min(first.probability / second.probability, 1e6)
    assert float(said[1].replace(",", "")) == pytest.approx(ratio, rel=0.06)
    nats = [each.nats for each in ranking.reasons if abs(each.nats) >= log(1.05)]
    filled = [12 * each / max(map(abs, nats)) for each in nats]
    expected = sorted(filled, key=lambda each: each < 0)
    assert [*reasons_on(why).values()] == pytest.approx(expected, abs=1 / 2)


async def test_a_name_that_countries_share_says_all_there_is_and_argues_for_none(
    stage: Stage,
) -> None:
    card = await origin_card(stage, "Anna")
    assert "1 in" in text_of(card)
    assert "Why?" not in buttons_on(card)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("six", set(ASSIGNMENT_COUNTRIES)),
        ("SIX ", set(ASSIGNMENT_COUNTRIES)),
        ("NL, PL, Chile", {"NL", "PL", "CL"}),
        ("holland;persia,", {"NL", "IR"}),
        ("NL,NL,PL", {"NL", "PL"}),
    ],
)
async def test_only_the_countries_asked_for_are_ranked(
    stage: Stage, typed: str, expected: set[str]
) -> None:
    shown = {*bars_on(await origin_card(stage, "Sanne", among=typed))}
    assert shown
    assert shown <= {countries()[code].name for code in expected}


async def test_names_button_generates_for_first_country(stage: Stage) -> None:
    card = await origin_card(stage, "Giuseppina", among="IT, CN")
    assert [*buttons_on(card)] == ["☆ Star it", "Names: Italy", "Why?"]
    names = await stage.pressed(card, "Names: Italy", stage.ben)
    assert "## 🇮🇹 Italy" in text_of(names)
    assert len(names_on(names)) == 5


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
    assert bars_on(card)


@pytest.mark.parametrize("typed", [SLUR, f"{SLUR}-{SLUR}", f"Anna-{SLUR}"])
async def test_the_origin_of_a_slur_is_for_the_member_alone(stage: Stage, typed: str) -> None:
    card = await stage.private("origin", name=typed)
    assert bars_on(card)
    assert "☆ Star it" not in buttons_on(card)


@pytest.mark.parametrize("content", ["We could call her Sanne", "?", "** **", None])
async def test_the_menu_of_any_other_message_says_what_to_do(
    stage: Stage, content: str | None
) -> None:
    card = await origin_card(stage, "Sanne")  # a message of the bot, which has no text
    message = await stage.ben.send(stage.channel, content) if content else card
    answer = ephemeral_text(await stage.ada.context_menu(stage.channel, MENU, message))
    assert "Use this on a message that is just a name" in answer
    assert "`/origin`" in answer


async def test_the_menu_says_which_letters_cannot_be_read(stage: Stage) -> None:
    assert "I can’t read 1 in" in (await origin_by_menu(stage, "Mar1eke")).content
    assert stage.env.errors


@pytest.mark.parametrize(
    ("typed", "first", "value"),
    [
        ("", "all countries", "all"),
        ("a", "all countries", "all"),
        ("six c", "six countries: Netherlands, Iran, France, Poland, China and Italy", "six"),
        ("pol", "Poland, …", "Poland, "),
        ("NL, pol", "NL, Poland", "NL, Poland"),
        ("NL; PL,chil", "NL, PL, Chile", "NL, PL, Chile"),
    ],
)
async def test_countries_autocomplete_words_and_lists(
    stage: Stage, typed: str, first: str, value: str
) -> None:
    choices = await stage.ada.autocomplete(stage.channel, "origin", "among", typed)
    assert (choices[0]["name"], choices[0]["value"]) == (first, value)


async def test_the_origin_of_an_invented_name_begins_with_what_it_was_invented_for(
    stage: Stage,
) -> None:
    card = await stage.public("blend", first="IE", second="IT")
    origin = await stage.origin_of(card, names_on(card)[0])
    text = text_of(origin)
    assert "\nI made this name up for 🇮🇪 Ireland × 🇮🇹 Italy." in text
    assert "My best guess" not in text
    percents = re.findall(r"^## (\S+)\n-# 🇮🇪 (\S+) 🇮🇹 (\S+) ", text_of(card), re.MULTILINE)
    shown = [percent for _, percent in bars_on(origin).values()]
    assert (names_on(card)[0], *shown) in percents
    assert "Why?" not in buttons_on(origin)
    assert "Names: Ireland" in buttons_on(origin)


async def test_who_has_starred_an_invented_name_is_told_what_it_was_invented_for(
    stage: Stage,
) -> None:
    await stage.give_stars(
        stage.ada, "Mantelia", provenance=Provenance(Condition.for_country("IE"))
    )
    said = "I made this name up for 🇮🇪 Ireland."
    assert said in text_of(await origin_card(stage, "mantelia"))
    assert said not in text_of(await origin_card(stage, "Mantelia", among="IE, GR"))
    assert said not in text_of(await stage.public("origin", stage.ben, name="Mantelia"))


@pytest.mark.parametrize("code", ["NL", "IE"])
async def test_a_guess_that_takes_back_what_a_name_was_invented_for_is_kept_back(code: str) -> None:
    card = OriginCard(ENGLISH, ranking_with({"a": 3.0, "*": 1.0}), [], made_for={code: 1.0})
    is_shown = code == "NL"
    assert ("By its spelling alone, I’d have guessed:" in texts_of(card)) == is_shown
    assert any("`━" in text for text in texts_of(card)) == is_shown


async def test_a_name_that_is_starred_there_is_of_what_its_card_was_for(stage: Stage) -> None:
    card = await stage.public("blend", first="IE", second="IT", share=80, gender="F")
    name = names_on(card)[0]
    origin = await stage.origin_of(card, name)
    await stage.ada.click(origin, label="☆ Star it")
    condition = Condition.blend({"IE": 80, "IT": 20}, "F")
    assert await stage.stars_of(stage.ada) == [(name, Provenance(condition, seed=seed_on(card)))]


async def test_a_name_that_a_member_typed_is_no_invention_by_its_origin_either(
    stage: Stage,
) -> None:
    card = await stage.name_card(country="NL", starts_with="Marenk", count=2)
    name = names_on(card)[0]
    origin = await stage.origin_of(card, name)
    await stage.ada.click(origin, label="☆ Star it")
    assert await stage.stars_of(stage.ada) == [(name, None)]


async def test_so_does_the_origin_of_the_only_name_on_a_card(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=1)
    origin = await stage.pressed(card, "Origin")
    assert "I made this name up for 🇳🇱 Netherlands." in text_of(origin)


async def test_a_known_name_was_not_invented(stage: Stage) -> None:
    card = await stage.name_card(country="NL", kind="any", style="plain")
    known = re.findall(r"^## (\w+)\n-# known", text_of(card), re.MULTILINE)
    assert "I made this name up" not in text_of(await stage.origin_of(card, known[0]))
