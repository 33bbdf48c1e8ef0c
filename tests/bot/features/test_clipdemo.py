"""`/clipdemo` as a member uses it."""

import pytest
from simcord.components import walk_components

from bot.features.clipdemo import alt_text, clip_card, plot_labels
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from bot.services.clip_service import TIMEOUT_MESSAGE, ClipDemoService
from model.assignment.gradient_clip import MAX_NUMBER, demonstrate
from model.assignment.plot_labels import PlotLabels
from tests.bot.stage import PLOT, Stage, text_of, texts_of

ENGLISH = translator_for_language("en")


@pytest.mark.usefixtures("instant_plot")
async def test_face_says_what_clipping_is_and_the_best_threshold(stage: Stage) -> None:
    text = text_of(await stage.public("clipdemo"))
    assert "## √312 by gradient descent" in text
    assert "**Clipping** cuts every slope to a threshold" in text
    assert "**±40.15 is the best threshold:** x comes within 0.202 of 17.6635" in text
    assert "```" not in text


@pytest.mark.parametrize(
    ("number", "epochs", "sentence"),
    [
        (4, 50, "**No clipping is needed here:** x comes within 0.25 of 2 by itself"),
        (1, 50, "**No clipping is needed here:** x comes within 0.25 of 1 by itself"),
        (100, 50, "**±25 is the best threshold:** x ends on 10."),
        (50, 50, "**±14.63 is the best threshold:** x comes within 0.0735 of 7.07107, and stays"),
        (0, 50, "even with the best, ±4, x is 0.478 away from 0 after 50 epochs."),
        (16, 1, "even with the best, ±60, x is 2.4 away from 4 after 1 epoch."),
        (MAX_NUMBER, 50, "even with the best, ±100, x is 958 away from 1000 after 50 epochs."),
    ],
)
def test_verdict_is_right_for_any_number(number: float, epochs: int, sentence: str) -> None:
    assert sentence in texts_of(clip_card(ENGLISH, demonstrate(number, epochs)))[2]


@pytest.mark.usefixtures("instant_plot")
async def test_plot_has_alt_text(stage: Stage) -> None:
    card = await stage.public("clipdemo")
    (attachment,) = card.attachments
    assert await attachment.read() == PLOT
    ((item,),) = [part["items"] for part in walk_components(card.components) if "items" in part]
    expected = alt_text(ENGLISH, demonstrate(312, 50))
    assert item["description"] == attachment.description == expected
    assert item["media"]["url"] == attachment.url


@pytest.mark.usefixtures("instant_plot")
@pytest.mark.parametrize(("threshold", "verdict"), [(30.5, "works"), (0.01, "doesn’t work")])
async def test_chosen_threshold_is_judged(stage: Stage, threshold: float, verdict: str) -> None:
    text = text_of(await stage.public("clipdemo", threshold=threshold, epochs=20, number=2.25))
    assert "## √2.25 by" in text
    assert f"Yours, **±{threshold}**, {verdict}." in text


@pytest.mark.parametrize("language", languages())
def test_plot_is_labelled_in_the_cards_language(language: str) -> None:
    _ = translator_for_language(language)
    labels = plot_labels(_, demonstrate(312, 50))
    assert labels.title == _("√{number:.10g} by gradient descent", number=312)
    assert labels.epoch == _("epoch")
    assert PlotLabels.from_json(labels.to_json()) == labels


async def test_lack_of_capacity_is_reported_ephemerally(stage: Stage) -> None:
    stage.bot.clip_service = ClipDemoService(max_pending=0)
    assert "Lots of people are asking" in await stage.refusal("clipdemo")


async def test_timeout_is_reported_with_advice(stage: Stage) -> None:
    stage.bot.clip_service = ClipDemoService(deadline=0)
    assert (await stage.public("clipdemo")).content == TIMEOUT_MESSAGE
    assert stage.env.errors
