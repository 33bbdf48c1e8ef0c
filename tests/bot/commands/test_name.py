"""`/name` as a member uses it, with the shipped network."""

import re

import pytest

from model.domain.countries import countries
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from tests.bot.stage import Stage, names_on, refused, seed_on, shown, text_of


async def test_a_country_alone_gives_five_new_names_for_all_to_see(
    stage: Stage, namer: NameGenerator
) -> None:
    card = await stage.card(country="NL")
    assert len(names_on(card)) == 5
    assert not [name for name in names_on(card) if fold(name) in namer.known]


async def test_the_card_says_which_country_style_and_seed(stage: Stage) -> None:
    text = text_of(await stage.card(country="XK"))
    assert "## 🇽🇰 Kosovo" in text
    assert "plain" in text
    assert re.search(r"seed \d+: same seed, same names", text)


async def test_every_name_is_followed_by_its_nearest_known_name(stage: Stage) -> None:
    text = text_of(await stage.card(country="IT", count=10))
    entries = re.findall(r"\*\*.+\*\*\n-# nearest: .+, (?:1 letter|\d+ letters) away", text)
    assert len(entries) == 10


@pytest.mark.parametrize("count", [1, 10])
async def test_as_many_names_come_as_are_asked_for(stage: Stage, count: int) -> None:
    assert len(names_on(await stage.card(country="FR", count=count))) == count


@pytest.mark.parametrize("style", ["plain", "classic", "bold"])
async def test_the_style_is_kept_and_shown(stage: Stage, style: str) -> None:
    assert f"-# {style}" in text_of(await stage.card(country="NL", style=style))


@pytest.mark.parametrize(("gender", "word"), [("F", "female"), ("M", "male")])
async def test_the_gender_is_kept_and_shown(stage: Stage, gender: str, word: str) -> None:
    assert f"· {word}" in text_of(await stage.card(country="NL", gender=gender))


async def test_gender_changes_the_names(stage: Stage) -> None:
    girls = names_on(await stage.card(country="IT", gender="F", seed=1, count=10))
    boys = names_on(await stage.card(country="IT", gender="M", seed=1, count=10))
    assert girls != boys


async def test_names_start_with_the_letters_asked_for(stage: Stage) -> None:
    card = await stage.card(country="NL", starts_with="mar", count=10)
    assert all(name.startswith("Mar") for name in names_on(card))
    assert "starts with mar" in text_of(card)


async def test_names_are_as_long_as_asked_for(stage: Stage) -> None:
    card = await stage.card(country="PL", min_length=5, max_length=6, count=10)
    assert {len(name) for name in names_on(card)} <= {5, 6}
    assert "5 to 6 letters" in text_of(card)


async def test_one_length_can_be_asked_for(stage: Stage) -> None:
    card = await stage.card(country="CL", min_length=7, max_length=7)
    assert {len(name) for name in names_on(card)} == {7}
    assert "· 7 letters" in text_of(card)


async def test_a_shortest_length_beyond_the_usual_makes_room_for_itself(stage: Stage) -> None:
    card = await stage.card(country="NL", min_length=18, count=1)
    assert len(names_on(card)[0]) == 18


async def test_the_seed_of_a_card_gives_its_names_again(stage: Stage) -> None:
    first = await stage.card(country="IR", count=4)
    again = await stage.card(country="IR", count=4, seed=seed_on(first))
    assert names_on(again) == names_on(first)


async def test_without_a_seed_every_card_is_another(stage: Stage) -> None:
    first, second = [await stage.card(country="IR") for _ in range(2)]
    assert seed_on(first) != seed_on(second)
    assert names_on(first) != names_on(second)


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
async def test_the_first_and_the_last_seed_are_seeds_too(stage: Stage, seed: int) -> None:
    assert seed_on(await stage.card(country="NL", seed=seed)) == seed


@pytest.mark.parametrize("spelling", ["nl", "Holland", "netherlands", " NETHERLANDS "])
async def test_a_country_may_be_typed_without_choosing_it(stage: Stage, spelling: str) -> None:
    assert "Netherlands" in text_of(await stage.card(country=spelling))


async def test_every_country_on_offer_has_names(stage: Stage) -> None:
    titles = [text_of(await stage.card(country=code, count=1)) for code in countries()]
    assert len(titles) >= 65


async def test_it_works_in_direct_messages(stage: Stage) -> None:
    card = shown(await stage.ada.user.slash("name", country="NL"))
    assert len(names_on(card)) == 5


async def test_fewer_names_than_asked_for_are_explained(stage: Stage) -> None:
    text = text_of(await stage.card(country="NL", min_length=2, max_length=2, count=10, seed=5))
    assert re.search(r"Only \d of 10: most came out longer or shorter than asked for", text)


async def test_a_beginning_that_no_name_has_is_refused_with_advice(stage: Stage) -> None:
    refusal = await stage.refusal(country="NL", starts_with="aaa")
    assert "no new name like that: most came out as nobody would write a name" in refusal
    assert stage.env.errors


async def test_a_wrong_country_is_answered_with_the_nearest(stage: Stage) -> None:
    refusal = await stage.refusal(country="Nehterlands")
    assert "Did you mean Netherlands" in refusal
    assert stage.env.errors


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"starts_with": "дина"}, "д и н а"),
        ({"min_length": 9, "max_length": 3}, "9 letters"),
        ({"starts_with": "marijk", "max_length": 4}, "6 letters already"),
    ],
)
async def test_what_cannot_be_is_explained_to_the_member_alone(
    stage: Stage, options: dict[str, object], message: str
) -> None:
    assert message in await stage.refusal(country="NL", **options)
    assert stage.env.errors


async def test_what_a_member_typed_comes_back_letter_for_letter(stage: Stage) -> None:
    refusal = await stage.refusal(country="NL", starts_with="**_<@1>||~")
    assert r"\*\*\_\<@" in refusal
    assert r"\|\|\~" in refusal
    assert "<@1>" not in refusal.replace("\\<", "")
    assert stage.env.errors


async def test_an_endless_country_is_cut_short_in_the_answer(stage: Stage) -> None:
    assert len(await stage.refusal(country="`" * 5000)) < 2100
    assert stage.env.errors


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": 11}, "1 to 10 names"),
        ({"count": 0}, "1 to"),
        ({"style": "loud"}, "plain, classic or bold"),
        ({"gender": "X"}, "female or male"),
        ({"seed": 2**32}, "0 to 4294967295"),
        ({"seed": -1}, "0 to 4294967295"),
        ({"starts_with": "abcdefghijklm"}, "up to 12 letters"),
        ({"min_length": 1}, "2 to 24 letters"),
        ({"max_length": 25}, "2 to 24 letters"),
    ],
)
async def test_what_discord_would_refuse_is_checked_again(
    stage: Stage, options: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "simcord.interactions.validate_option_value", lambda _command, _option, value: value
    )
    assert message in refused(await stage.name(country="NL", **options))
    assert stage.env.errors


async def test_discord_is_told_the_bounds_of_every_option(stage: Stage) -> None:
    command = stage.env.backend.find_command("name", None)
    assert command is not None
    bounds = {
        option["name"]: tuple(
            option.get(key) for key in ("min_value", "max_value", "min_length", "max_length")
        )
        for option in command["options"]
    }
    assert bounds == {
        "country": (None, None, None, None),
        "count": (1, 10, None, None),
        "style": (None, None, None, None),
        "gender": (None, None, None, None),
        "starts_with": (None, None, 1, 12),
        "min_length": (2, 24, None, None),
        "max_length": (2, 24, None, None),
        "seed": (0, 2**32 - 1, None, None),
    }


async def test_it_can_be_used_in_servers_in_direct_messages_and_by_who_installs_it_for_themselves(
    stage: Stage,
) -> None:
    command = stage.env.backend.find_command("name", None)
    assert command is not None
    assert sorted(command["contexts"]) == [0, 1, 2]
    assert sorted(command["integration_types"]) == [0, 1]
