"""`/check` as members use it."""

import re

import pytest
from simcord import MemberActor, ResponseMessage

from bot.commands.poll import DURATIONS
from tests.bot.polls import answers_of, channel_with_polls, poll_on
from tests.bot.stage import (
    SLUR,
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    public_message,
    stars_on,
    text_of,
)


async def card_with_poll(stage: Stage, name: str, *without: MemberActor) -> ResponseMessage:
    """Let Ada check names in a channel where all may start polls but some."""
    channel = channel_with_polls(stage, *without)
    return public_message(await stage.ada.slash(channel, "check", name=name))


async def test_a_name_says_who_has_it_where_and_what_it_looks_like(stage: Stage) -> None:
    text = text_of(await stage.public("check", name="Saoirse"))
    assert "## Saoirse" in text
    assert "**Known**: a real name." in text
    assert "-# Traditional in: 🇮🇪 Ireland" in text
    assert re.search(
        r"^People on record, nearly all women:\n🇮🇪 Ireland: [\d,]+ \(1 in \d+\)$",
        text,
        re.MULTILINE,
    )
    assert re.search(r"And in \d more countries", text)


async def test_bearers_are_women_or_men_once_where_all_are_and_by_country_where_not(
    stage: Stage,
) -> None:
    lars = text_of(await stage.public("check", name="Lars"))
    assert "People on record, nearly all men:" in lars
    assert not re.search(r"\), men|\), women", lars)
    wren = text_of(await stage.public("check", name="Wren"))
    assert re.search(
        r"^🇺🇸 United States: .+, \d+% women, most born in the 2020s$", wren, re.MULTILINE
    )
    robin = text_of(await stage.public("check", name="Robin"))
    assert "People on record:" in robin
    assert len(re.findall(r"\), (?:women|men|\d+% women)(?:,|$)", robin, re.MULTILINE)) == 3


async def test_a_name_that_the_member_has_starred_is_of_what_it_was_made_up_for(
    stage: Stage,
) -> None:
    name = names_on(card := await stage.name_card(country="IE", count=2))[0]
    made_up = "I made this name up for 🇮🇪 Ireland."
    assert made_up not in text_of(await stage.public("check", name=name))
    await stage.star(stage.ada, card, name)
    checked = await stage.public("check", name=name)
    assert made_up in text_of(checked)
    assert "guess" not in text_of(checked)
    await stage.ben.click(checked, label="★ 1")
    assert (await stage.stars_of(stage.ben))[0] == (await stage.stars_of(stage.ada))[0]


async def test_a_card_says_the_same_of_its_origin_as_the_card_of_that(stage: Stage) -> None:
    for name in ("Tygo", "Milou", "Zofia", "Berenthe", "Anna"):
        checked = text_of(await stage.public("check", name=name))
        origin = text_of(await stage.public("origin", name=name))
        (verdict,) = re.findall(r"^.*(?:Origin|guess): \*\*.*$", origin, re.MULTILINE)
        assert verdict in checked.splitlines()


async def test_figures_of_others_do_not_stand_for_those_that_are_not_there(stage: Stage) -> None:
    """A Dutch name of which Belgium alone counts three is not rare, as far as anybody can tell."""
    text = text_of(await stage.public("check", name="Tygo"))
    assert "**Known**: a real name." in text
    assert "I have no figures from 🇳🇱 Netherlands, so more people may have it there" in text
    row = text_of(await stage.public("check", name="Tygo, Thibault"))
    assert re.search(r"^-# known · 🇳🇱 🇧🇪( \S+)? · about 2 syllables$", row, re.MULTILINE)
    assert "no figures" not in text_of(await stage.public("check", name="Thibault"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Zwanneliesje", "**New**: as far as I know, nobody has this name"),
        ("Rente", "⚠️ An everyday word in: Danish, German, French and 4 more languages"),
        ("Zwaluw", "⚠️ An everyday word in: Dutch"),
        ("Ryō", "-# Read as Ryo"),
    ],
)
async def test_what_is_new_an_everyday_word_or_read_otherwise_is_said(
    stage: Stage, name: str, said: str
) -> None:
    assert said in text_of(await stage.public("check", name=name))


async def test_what_is_no_name_is_neither_starred_nor_voted_on(stage: Stage) -> None:
    card = await card_with_poll(stage, "zzxqy")
    assert text_of(card).splitlines() == [
        "## Zzxqy",
        "This isn’t spelled like the names of any country I know.",
    ]
    assert buttons_on(card) == {}
    assert "check-poll" not in str(card.components)
    compared = await card_with_poll(stage, "zzxqy, Milou")
    assert "isn’t spelled like" in text_of(compared)
    assert [*stars_on(compared)] == ["Milou"]


async def test_a_name_with_a_surname_is_for_the_member_alone(stage: Stage) -> None:
    card = await stage.private("check", name="Milou", surname="Meijer")
    said = "**Milou Meijer**: initials M. M. · about 2 + 2 syllables · same first letter"
    assert said in text_of(card)
    assert not any("Meijer" in custom_id for custom_id in buttons_on(card).values())


async def test_a_slur_is_told_to_the_member_alone_and_cannot_be_starred(stage: Stage) -> None:
    card = await stage.private("check", name=SLUR)
    assert "⚠️ A slur or an obscenity in some language" in text_of(card)
    assert buttons_on(card) == {}
    compared = await stage.private("check", name=f"Ana, {SLUR}, Bo")
    assert [*stars_on(compared)] == ["Ana", "Bo"]
    beside_one = await stage.private("check", name=f"Ana, {SLUR}")
    assert "Origin" in buttons_on(beside_one)
    assert [*stars_on(beside_one)] == ["Ana"]


async def test_two_halves_of_a_slur_are_compared_for_the_member_alone_and_no_poll_has_them(
    stage: Stage,
) -> None:
    channel, names = channel_with_polls(stage), f"Ana, {SLUR[:2]}, {SLUR[2:]}"
    card = ephemeral_message(await stage.ada.slash(channel, "check", name=names))
    assert "### 3 names compared" in text_of(card)
    refusal = await stage.ada.select(card, ["1"], custom_id="check-poll:")
    assert "a slur or an obscenity" in ephemeral_text(refusal)


async def test_a_name_can_be_starred_and_leads_to_its_origin(stage: Stage) -> None:
    card = await stage.public("check", name="Saoirse")
    await stage.ben.click(card, label="☆ Star it")
    assert await stage.stars_of(stage.ben) == [("Saoirse", None)]
    origin = await stage.pressed(card, "Origin", stage.ben)
    assert "Origin: **🇮🇪 Ireland**" in text_of(origin)


async def test_several_names_are_compared_each_on_a_row_with_a_star(stage: Stage) -> None:
    card = await stage.public("check", name="Milou, Jonas; milou,, Rente")
    text = text_of(card)
    assert "### 3 names compared" in text
    assert "## Jonas\n-# known · 🇱🇹 · about 2 syllables\n" in text
    assert "## Rente\n-# new · about 2 syllables" in text
    assert [*stars_on(card)] == ["Milou", "Jonas", "Rente"]


async def test_everyone_votes_on_the_names_compared_once_an_hour(stage: Stage) -> None:
    card = await card_with_poll(stage, "Milou, Jonas")
    poll = poll_on(stage, await stage.ben.select(card, ["8"], custom_id="check-poll:"))
    assert answers_of(poll) == ["Milou", "Jonas"]
    again = await stage.ben.select(card, ["8"], custom_id="check-poll:")
    assert "a poll here in the past hour" in ephemeral_text(again)


async def test_everyone_votes_on_one_name_by_yes_or_no(stage: Stage) -> None:
    card = await card_with_poll(stage, "Milou")
    hours = str(DURATIONS[0])
    poll = poll_on(stage, await stage.ben.select(card, [hours], custom_id="check-poll:"))
    assert poll.question == "Do you like the name Milou?"
    assert len(poll.answers) == 3
    assert not poll.allow_multiselect


async def test_who_may_not_start_polls_is_told_so(stage: Stage) -> None:
    card = await card_with_poll(stage, "Milou, Jonas", stage.ben)
    refusal = await stage.ben.select(card, ["8"], custom_id="check-poll:")
    assert "permission in this channel to start a poll" in ephemeral_text(refusal)


async def test_in_direct_messages_there_is_no_vote(stage: Stage) -> None:
    card = public_message(await stage.ada.user.slash("check", name="Milou"))
    assert "check-poll" not in str(card.components)


async def test_ten_words_with_a_surname_fit_on_a_card(stage: Stage) -> None:
    words = "services, stones, status, sports, series, systems, stars, states, studios, stories"
    card = await stage.private("check", name=words, surname="Stes")
    text = text_of(card)
    assert len(stars_on(card)) == 10
    assert len(text) < 3500
    assert re.search(r"An everyday word in: .+ and \d+ more languages", text)
