"""The buttons below a refusal that use the command again with what was meant."""

import pytest
from simcord import ResponseMessage

from tests.bot.stage import Stage, buttons_on, ephemeral_message, names_on, seed_on, text_of


async def refusal(stage: Stage, command: str, **options: object) -> ResponseMessage:
    refused = await stage.private(command, **options)
    assert stage.env.errors
    return refused


async def test_the_guess_uses_the_command_again_with_all_its_options(stage: Stage) -> None:
    options = {"count": 3, "style": "classic", "gender": "F", "starts_with": "Mar", "seed": 312}
    refused = await refusal(stage, "name", country="Polnad", **options)
    assert [*buttons_on(refused)] == ["Poland"]
    card = await stage.pressed(refused, "Poland")
    assert names_on(card) == names_on(await stage.name_card(country="PL", **options))
    assert seed_on(card) == 312


async def test_each_guess_has_a_button(stage: Stage) -> None:
    refused = await refusal(stage, "name", country="Slov")
    assert {*buttons_on(refused)} == {"Slovakia", "Slovenia"}
    assert "🇸🇰 Slovakia" in text_of(await stage.pressed(refused, "Slovakia"))


async def test_each_country_near_one_without_names_has_a_button(stage: Stage) -> None:
    refused = await refusal(stage, "name", country="Ethiopia")
    assert "I don’t have names from “Ethiopia” yet. How about a country near it" in refused.content
    assert [*buttons_on(refused)] == ["Kenya", "Egypt"]
    assert "🇰🇪 Kenya" in text_of(await stage.pressed(refused, "Kenya"))


async def test_a_blend_keeps_its_other_countries(stage: Stage) -> None:
    options = {"first": "Bosnia and Herzegovina", "second": "Polnad", "share": 60, "count": 1}
    refused = await refusal(stage, "blend", **options)
    assert buttons_on(refused) == {
        "Poland": 'retry:blend.{"count":1,"first":"BA","second":"PL","share":60}'
    }
    card = await stage.pressed(refused, "Poland")
    assert "🇧🇦 Bosnia and Herzegovina × 🇵🇱 Poland" in text_of(card)


async def test_a_second_unknown_country_is_asked_about_next(stage: Stage) -> None:
    refused = await refusal(stage, "blend", first="Nehterlands", second="Polnad", count=1)
    again = await stage.told(refused, "Netherlands")
    assert "Did you mean: Poland" in again.content
    card = await stage.pressed(again, "Poland")
    assert "🇳🇱 Netherlands × 🇵🇱 Poland" in text_of(card)


async def test_only_the_unknown_country_of_a_list_is_replaced(stage: Stage) -> None:
    refused = await refusal(stage, "origin", name="Polnad", among="Dutch; Polnad, IR")
    assert buttons_on(refused) == {"Poland": 'retry:origin.{"among":"NL, PL, IR","name":"Polnad"}'}
    assert "## Polnad" in text_of(await stage.pressed(refused, "Poland"))


async def test_where_stars_are_missing_a_button_invents_names(stage: Stage) -> None:
    await stage.give_stars(stage.ada, "Anouk")
    refused = await refusal(stage, "favourites duel")
    assert "at least two favourites for a duel" in refused.content
    card = await stage.pressed(refused, "Surprise me")
    assert len(names_on(card)) == 5


async def test_where_no_country_is_near_a_button_shows_all(stage: Stage) -> None:
    refused = await refusal(stage, "name", country="Narnia")
    shown = await stage.told(refused, "See all countries")
    assert "70 countries" in text_of(shown)


async def test_there_is_no_button_where_the_options_do_not_fit(stage: Stage) -> None:
    refused = await refusal(stage, "origin", name="a" * 90, among="NL, Polnad")
    assert "Did you mean: Poland" in refused.content
    assert buttons_on(refused) == {}


@pytest.mark.parametrize(
    ("command", "options", "button"),
    [
        ("origin", {"name": "Ана", "among": "RS,PL"}, 'origin.{"among":"RS,PL","name":"Ana"}'),
        ("mix", {"first": "Ana Eva", "second": "Jan"}, 'mix.{"first":"Ana-Eva","second":"Jan"}'),
        ("check", {"name": "Jan, Ана"}, 'check.{"name":"Jan, Ana"}'),
        ("check", {"name": "\u202eA\u200bna"}, 'check.{"name":"Ana"}'),
        ("favourites add", {"name": "Ана"}, 'favourites add.{"name":"Ana"}'),
        ("name", {"country": "PL", "like": "Ана"}, 'name.{"country":"PL","like":"Ana"}'),
    ],
)
async def test_a_name_that_was_meant_is_a_button(
    stage: Stage, command: str, options: dict[str, str], button: str
) -> None:
    refused = await refusal(stage, command, **options)
    assert [*buttons_on(refused).values()] == [f"retry:{button}"]
    answer = await stage.ada.click(refused, label=next(iter(buttons_on(refused))))
    assert answer.response
    assert "Ana" in answer.response.content + text_of(answer.response)


async def test_what_follows_a_name_to_check_may_be_the_surname(stage: Stage) -> None:
    refused = await refusal(stage, "check", name="Marieke de Vries")
    assert [*buttons_on(refused)] == ["Marieke, surname de Vries", "Marieke-de-Vries"]
    card = await stage.ada.click(refused, label="Marieke, surname de Vries")
    assert "**Marieke de Vries**: initials" in text_of(ephemeral_message(card))


async def test_words_to_check_may_be_names_to_compare(stage: Stage) -> None:
    refused = await refusal(stage, "check", name="Martina Lola Zorbelina")
    label = "Compare Martina, Lola, Zorbelina"
    assert label in buttons_on(refused)
    card = await stage.pressed(refused, label)
    assert names_on(card) == ["Martina", "Lola", "Zorbelina"]


@pytest.mark.parametrize("typed", ["1234 !!", "Marie 3 Claire"])
async def test_no_button_repeats_what_cannot_be_read(stage: Stage, typed: str) -> None:
    assert not buttons_on(await refusal(stage, "check", name=typed))


async def test_an_invitation_keeps_whom_it_is_for(stage: Stage) -> None:
    refused = await refusal(stage, "match", **{"with": stage.ben}, country="Polnad")
    invitation = await stage.pressed(refused, "Poland")
    assert stage.ben.mention in invitation.content + text_of(invitation)
