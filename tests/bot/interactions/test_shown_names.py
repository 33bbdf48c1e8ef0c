from bot.interactions.shown_names import MAX_NAMES, ShownNames

FRIENDS, ADA = (7, 0), (0, 1)


def test_each_is_shown_names_of_their_own() -> None:
    shown = ShownNames()
    shown.add(FRIENDS, ["Zoë", "Bo"])
    shown.add(ADA, ["Cas"])
    assert "zoe" in shown.to(FRIENDS)
    assert "zoe" not in shown.to(ADA)
    assert all(name in shown.to(FRIENDS, ADA) for name in ("zoe", "bo", "cas"))
    assert "dee" not in shown.to(FRIENDS, ADA)


def test_names_shown_long_ago_are_forgotten() -> None:
    shown = ShownNames()
    for number in range(MAX_NAMES + 1):
        shown.add(FRIENDS, [f"Name{chr(number + 0x4E00)}"])
    assert len(shown.to(FRIENDS).hashes) == MAX_NAMES
