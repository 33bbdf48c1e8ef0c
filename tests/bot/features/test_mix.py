"""`/mix` as members use it, with the shipped weights."""

import re

from simcord import ResponseMessage

from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import NameKind, Provenance
from tests.bot.stage import SLUR, Stage, buttons_on, names_on, options_on, stars_on, text_of


async def mix_card(stage: Stage, first: str, second: str, **options: object) -> ResponseMessage:
    return await stage.public("mix", first=first, second=second, **options)


async def test_each_name_says_what_it_takes_of_each_in_one_line(stage: Stage) -> None:
    card = await mix_card(stage, "Marieke", "Jeroen", country="NL")
    assert "### Marieke + Jeroen" in text_of(card)
    rows = re.findall(r"^## (\w+)\n-# ([^·\n]+)", text_of(card), re.MULTILINE)
    assert [name for name, _ in rows] == [*stars_on(card)]
    for name, sources in rows:
        start, *_, end = re.findall(r"\*\*(\w+)\*\*", sources)
        assert name.casefold().startswith(start.casefold())
        assert name.casefold().endswith(end.casefold())
        first, *_, last = sources.replace("*", "").strip().split(" + ")
        assert {first, last} == {"Marieke", "Jeroen"}


async def test_the_best_new_and_the_best_existing_name_come_first_then_the_next_of_both(
    stage: Stage, name_service: NameService
) -> None:
    card = await mix_card(stage, "Lucía", "Daniel", country="ES")
    are_new = [name_service.kind_of(name) is NameKind.NEW for name in stars_on(card)]
    pairs = 2 * min(are_new.count(True), are_new.count(False))
    assert pairs >= 2
    assert are_new[:pairs] == [True, False] * (pairs // 2)
    assert len(re.findall(r"^-# .+ · new$", text_of(card), re.MULTILINE)) == are_new.count(True)


async def test_a_card_may_have_none_but_names_that_exist(stage: Stage) -> None:
    card = await mix_card(stage, "Tim", "Max", country="US")
    assert "Maxima" in stars_on(card)
    assert "· new" not in text_of(card)


async def test_a_country_is_named_only_where_one_was_asked_for(stage: Stage) -> None:
    flags = re.compile("[🇦-🇿]")
    anywhere = text_of(await mix_card(stage, "Kasia", "Tomek"))
    assert not flags.search(anywhere)
    assert "spelled as" not in anywhere
    german = text_of(await mix_card(stage, "Kasia", "Tomek", country="Germany"))
    assert "\n-# spelled as in Germany\n" in german
    assert re.search(r"^-# .+ · \S+ [\w ]+: [\d,]+ people$", german, re.MULTILINE)


async def test_again_gives_other_names_and_in_the_end_the_first(stage: Stage) -> None:
    card = first = await mix_card(stage, "Marieke", "Jeroen", country="NL")
    seen = {*names_on(first)}
    for _ in range(100):
        if "That’s every mix I’d suggest." in text_of(card):
            break
        card = await stage.pressed(card, "Again", stage.ben)
        assert not seen & {*names_on(card)}
        seen.update(names_on(card))
    assert "That’s every mix I’d suggest." in text_of(card)
    around = await stage.pressed(card, "Again", stage.ben)
    assert names_on(around) == names_on(first)


async def test_names_are_starred_copied_and_lead_to_their_origin_and_to_more(
    stage: Stage, name_service: NameService
) -> None:
    card = await mix_card(stage, "Marieke", "Jeroen", country="NL")
    names = [*stars_on(card)]
    new = next(name for name in names if name_service.kind_of(name) is NameKind.NEW)
    known = next(name for name in names if name_service.kind_of(name) is not NameKind.NEW)
    for name in (known, new):
        await stage.star(stage.ben, card, name)
    dutch = Provenance(Condition.for_country("NL"))
    assert await stage.stars_of(stage.ben) == [(known, dutch), (new, None)]
    text = (await stage.told(card, "As text", stage.ben)).content
    assert text.splitlines() == ["```", *names, "```"]
    assert options_on(card) == names
    assert f"## {new}" in text_of(await stage.origin_of(card, new))
    assert "🇳🇱 Netherlands" in text_of(await stage.private("more", stage.ben))


async def test_a_card_of_a_gender_says_so_and_keeps_it(stage: Stage) -> None:
    card = await mix_card(stage, "Sarah", "Michael", country="US", gender="F")
    assert text_of(card).startswith("### Sarah + Michael\n-# female")
    again = await stage.pressed(card, "Again")
    assert "\n-# female" in text_of(again)
    assert not {*names_on(card)} & {*names_on(again)}
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
    assert [*buttons_on(card)] == ["As text", "Origin"]


async def test_two_halves_of_a_slur_are_mixed_for_the_member_alone(stage: Stage) -> None:
    card = await stage.private("mix", first=SLUR[:2], second=SLUR[2:], country="NL")
    assert f"### {SLUR[:2]} + {SLUR[2:].capitalize()}" in text_of(card)
