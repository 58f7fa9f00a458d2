"""A project's folder tells which project it is of, but for one whose id is too long for it."""

from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.paths import NAME_CHARACTERS, short_name, text_of


@given(st.text(min_size=1, max_size=40))
def test_a_folders_name_is_read_back_or_owned_not_to_tell(text):
    name = short_name(text)
    assert text_of(name) == (text if len(name) <= NAME_CHARACTERS else None)


@given(st.text())
def test_a_name_that_was_never_made_of_a_text_is_none(name):
    found = text_of(name)
    assert found is None or short_name(found) == name
