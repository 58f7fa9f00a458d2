"""Whatever a person has written and whatever is changed: it is saved, and the rest stays."""

import tomllib
from contextlib import suppress

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from usero_desktop.settings import Program, Settings, load, save

BEGINNINGS = [
    "", "# mine\n", "\n\n", "theme.x = 1\n", 'theme = "dark"\n', "'theme' = 'light' # at noon\n",
    'theme = "blue"\n', "notify = false", "other = { a = 1 }\n",
    "other.b.c = [1,\n # two\n 2,\n]\n",
    'hotkey = """\nF9"""\n', 'locale = "de"   # ja\n\n',
]  # fmt: skip
MIDDLES = [
    "", "[[programs]]\nclient_id = 'client_a1'\n",
    "[[programs]] # one\n  client_id = 'client_a1'\n  zz = 1\n  [programs.deep]\n  y = 1\n\n",
    "[[programs]]\nclient_id = 'client_b2'\nbase_url = 'usero'\n",
    "[[programs]]\n'client_id' = \"client_c3\"\nname.x = 3\n",
    "[[ programs ]]\nclient_id = 'client_c3'\nversion = '1' # one\nenvironment='staging'\n# end\n",
]  # fmt: skip
ENDS = [
    "",
    "[tools]\nx = 1\n",
    "[tools]\n[tools.a]\n# last\n",
    "[[more]]\na = 1\n[[more]]\n",
    "# end",
]
INLINE = [
    "programs = []\n",
    "programs = [\n  # mine\n  {client_id = 'client_a1', name = 'x'}, # one\n]\n",
    "programs = [{client_id = 'client_a1'}, {client_id = 'client_b2', odd = 1}]\n",
]

written = st.one_of(
    st.tuples(
        st.lists(st.sampled_from(BEGINNINGS), unique=True, max_size=2).map("\n".join),
        st.just("\n"),
        st.lists(st.sampled_from(MIDDLES), unique=True, max_size=3).map("\n".join),
        st.sampled_from(ENDS),
    ).map("".join),
    st.tuples(st.sampled_from(BEGINNINGS), st.just("\n"), st.sampled_from(INLINE),
              st.sampled_from(ENDS)).map("".join),
)  # fmt: skip


def is_toml(text):
    with suppress(tomllib.TOMLDecodeError):
        tomllib.loads(text)
        return True
    return False  # two of the pieces set the same


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
programs = st.builds(
    Program,
    client_id=st.sampled_from(["client_a1", "client_b2", "client_c3", "client_d4"]),
    name=words,
    version=words,
    base_url=st.sampled_from(["https://usero.io", "http://127.0.0.1:8787"]),
    environment=st.sampled_from([None, "staging"]),
)
wanted = st.builds(
    Settings,
    programs=st.lists(programs, max_size=4, unique_by=lambda its: its.client_id).map(tuple),
    hotkey=st.sampled_from(["", "F9"]),
    offer_window_title=st.booleans(),
    notify=st.booleans(),
    locale=st.sampled_from(["", "de", "pt-BR"]),
    theme=st.sampled_from(["", "light", "dark"]),
)


@examples(max_examples=300)
@given(written.filter(is_toml), wanted, st.booleans())
def test_what_is_saved_is_what_is_loaded_and_comments_stay(tmp_path_factory, text, new, crlf):
    path = tmp_path_factory.getbasetemp() / "any" / "settings.toml"
    path.parent.mkdir(exist_ok=True)
    raw = text.replace("\n", "\r\n" if crlf else "\n").encode()
    path.write_bytes(raw)
    assert load(path).is_readable
    save(new, path)
    loaded = load(path)
    assert loaded.settings._replace(programs=()) == new._replace(programs=())
    by_id = {its.client_id: its for its in loaded.settings.programs}
    assert by_id == {its.client_id: its for its in new.programs}
    now = path.read_text(encoding="utf-8")
    assert "# last" in now or "# last" not in text
    assert "x = 1" in now or "[tools]\nx = 1" not in text
