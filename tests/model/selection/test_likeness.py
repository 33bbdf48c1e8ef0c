"""How much names are like another one in sound and look."""

import pytest

from model.selection.likeness import likenesses


@pytest.mark.parametrize(
    ("model", "names"),
    [
        ("estrella", ["estrella", "estrelia", "estrina", "esmerena", "marcelia"]),
        ("jorien", ["jorien", "jornen", "joelieen", "bernelien", "elmarijn"]),
        ("luna", ["luna", "lunea", "lundra", "brauna", "sienthe"]),
    ],
)
def test_the_more_a_name_shares_the_more_it_is_like_another(model: str, names: list[str]) -> None:
    alike = likenesses(names, model).tolist()
    assert alike == sorted(alike, reverse=True)
    assert alike[0] == pytest.approx(1)
    assert all(0 <= each <= 1 for each in alike)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [("marijn", "martha"), ("jorlien", "jorlant"), ("joran", "jora"), ("jerien", "jarnen")],
)
def test_a_beginning_an_ending_a_rhythm_or_the_consonants_count(nearer: str, farther: str) -> None:
    near, far = likenesses([nearer, farther], "jorien" if nearer[0] == "j" else "marijke")
    assert near > far
