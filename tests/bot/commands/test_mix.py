"""`/mix` as members use it, with the shipped weights."""

import re

from simcord import ResponseMessage

from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import NameKind, Provenance
from tests.bot.stage import (
    SLUR,
    Stage,
    buttons_on,
    names_on,
    options_on,
    seed_on,
    stars_on,
    text_of,
)


async def mix_card(stage: Stage, first: str, second: str, **options: object) -> ResponseMessage:
    return await stage.public("mix", first=first, second=second, **options)


async def test_each_name_says_what_it_takes_of_each(stage: Stage) -> None:
    card = await mix_card(stage, "Marieke", "Jeroen", country="NL")
    assert "### Marieke + Jeroen" in text_of(card)
    rows = re.findall(r"^## (\w+)\n-# ([^·\n]+)", text_of(card), re.MULTILINE)
    assert [name for name, _ in rows] == [*stars_on(card)]
    for name, sources in rows:
        start, *_, end = re.findall(r"\*\*(\w+)\*\*", sources)
        assert name.casefold().startswith(start.casefold())
        assert name.casefold().endswith(end.casefold())
        first, *_, last = re.sub(r"[()*]", "", sources).strip().split(" + ")
        assert {first, last} == {"Marieke", "Jeroen"}


async def test_names_that_exist_come_first_with_who_bears_them_then_new_ones(
    stage: Stage, name_service: NameService
) -> None:
    card = await mix_card(stage, "Lucía", "Daniel", country="ES")
    text = text_of(card)
    existing, new = (
        re.search(r"-# (\d) names? that people already have\n", text),
        re.search(r"-# (\d) new names?\. As far as I know, nobody has (?:it|them) yet\.\n", text),
    )
    assert existing is not None
    assert new is not None
    kinds = [name_service.kind_of(name) is NameKind.NEW for name in stars_on(card)]
    assert kinds == [False] * int(existing[1]) + [True] * int(new[1])
    assert re.search(r"^## \w+\n-# .+ · .+: [\d,]+ people$", text, re.MULTILINE)


async def test_a_card_may_have_none_but_names_that_exist(stage: Stage) -> None:
    card = await mix_card(stage, "Tim", "Max", country="US")
    assert "Maxima" in stars_on(card)
    assert "names that people already have" in text_of(card)
    assert "new name" not in text_of(card)


async def test_country_is_where_both_are_at_home_or_the_one_asked_for(stage: Stage) -> None:
    both = text_of(await mix_card(stage, "Kasia", "Tomek"))
    assert "Spelled as in 🇵🇱 Poland, which suits both names." in both
    german = await mix_card(stage, "Kasia", "Tomek", country="Germany")
    assert text_of(german).endswith("Spelled as in 🇩🇪 Germany")


async def test_again_gives_other_names_and_in_the_end_the_first(stage: Stage) -> None:
    card = first = await mix_card(stage, "Marieke", "Jeroen", country="NL")
    seen = {*names_on(first)}
    while "That’s every mix I’d suggest." not in text_of(card):
        assert "Names: Netherlands" not in buttons_on(card)
        assert "start over" not in text_of(card)
        card = await stage.pressed(card, "Again", stage.ben)
        assert not seen & {*names_on(card)}
        seen.update(names_on(card))
    assert "Press **Again** to start over from the first ones." in text_of(card)
    assert seed_on(card) > 0
    around = await stage.pressed(card, "Again", stage.ben)
    assert names_on(around) == names_on(first)
    assert seed_on(around) == 0


async def test_names_and_seed_give_the_same_card_to_everybody(stage: Stage) -> None:
    card = await mix_card(stage, "Marieke", "Jeroen")
    again = await stage.pressed(card, "Again")
    options = {"first": "Marieke", "second": "Jeroen", "seed": seed_on(again)}
    assert names_on(await stage.public("mix", stage.ben, **options)) == names_on(again)


async def test_names_are_starred_copied_and_lead_to_their_origin_and_to_more(stage: Stage) -> None:
    card = await mix_card(stage, "Marieke", "Jeroen")
    names = [*stars_on(card)]
    for name in (names[0], names[-1]):
        await stage.star(stage.ben, card, name)
    dutch = Provenance(Condition.for_country("NL"))
    assert await stage.stars_of(stage.ben) == [(names[0], dutch), (names[-1], None)]
    text = (await stage.told(card, "As text", stage.ben)).content
    assert text.splitlines()[:-3] == [
        *("Marieke + Jeroen", "```", *names, "```"),
        "-# To get these names again, use this command:",
    ]
    assert "/mix first: Marieke second: Jeroen country: Netherlands seed: 0\n" in text
    assert options_on(card) == names
    origin = await stage.origin_of(card, names[-1])
    assert f"## {names[-1]}" in text_of(origin)
    assert "🇳🇱 Netherlands" in text_of(await stage.private("more", stage.ben))


async def test_a_card_of_a_gender_says_so_and_keeps_it(stage: Stage) -> None:
    card = await mix_card(stage, "Sarah", "Michael", country="US", gender="F")
    assert text_of(card).startswith("### Sarah + Michael\n-# female\n")
    again = await stage.pressed(card, "Again")
    assert "\n-# female\n" in text_of(again)
    assert not {*names_on(card)} & {*names_on(again)}
    text = (await stage.told(card, "As text", stage.ben)).content
    assert "/mix first: Sarah second: Michael country: United States gender: female seed: 0" in text
    await stage.star(stage.ben, card, "Rachael")
    assert await stage.stars_of(stage.ben) == [
        ("Rachael", Provenance(Condition.for_country("US", "F")))
    ]


async def test_typed_names_are_shown_as_typed_and_spelled_as_the_country_does(stage: Stage) -> None:
    card = await mix_card(stage, "Élodie", "O'Brian", country="AU")
    assert "### Élodie + O'Brian" in text_of(card)
    assert not any("É" in name or "é" in name for name in stars_on(card))


async def test_a_card_of_few_says_that_there_are_no_more(stage: Stage) -> None:
    card = await mix_card(stage, "Jan", "Eva", country="DE")
    assert "Evan" in stars_on(card)
    assert "That’s every mix I’d suggest. Try another country" in text_of(card)
    assert "start over" not in text_of(card)
    assert [*buttons_on(card)] == ["As text", "Origin", "Names: Germany"]


async def test_two_halves_of_a_slur_are_mixed_for_the_member_alone(stage: Stage) -> None:
    card = await stage.private("mix", first=SLUR[:2], second=SLUR[2:], country="NL")
    assert f"### {SLUR[:2]} + {SLUR[2:].capitalize()}" in text_of(card)
