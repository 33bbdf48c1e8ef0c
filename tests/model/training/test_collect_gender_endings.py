from model.domain.corpus import entries, select
from model.selection.gender_endings import GenderEndings
from model.training.collect_gender_endings import area_under_curve


def test_ends_of_names_that_were_not_counted_tell_their_gender() -> None:
    unseen = [entry for entry in select("test", entries()) if entry.gender != "U"][::4]
    assert area_under_curve(GenderEndings.load(), unseen) > 0.93
