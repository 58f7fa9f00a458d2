"""What SessionReplay takes, what it says of what it does not, and who hides more."""

from __future__ import annotations

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.replay import SessionReplay
from usero_desktop.replay.settings import Settings

WRONG = {
    "buffer_seconds": (0, "buffer_seconds of SessionReplay must be a number of seconds from 1"),
    "start_after_ms": (-1, "start_after_ms of SessionReplay must be a whole number of millisec"),
    "sample_rate": (1.5, "sample_rate of SessionReplay must be a number from 0 to 1, not 1.5."),
    "mode": ("video", 'mode of SessionReplay must be "hybrid" or "pixels", not \'video\'.'),
    "mask_all_inputs": (1, "mask_all_inputs of SessionReplay must be True or False, not 1."),
    "mask_all_text": (None, "mask_all_text of SessionReplay must be True or False, not None."),
    "mask": ("secret*", "mask of SessionReplay must be a list of texts or a function, not"),
    "block": (lambda _: None, "block of SessionReplay must be a list of texts, not function."),
    "sampling": ({"mouse": 5}, 'sampling of SessionReplay must be a mapping of "mousemove"'),
    "consent": (
        "asked",
        'consent of SessionReplay must be "always", "ask" or "never", not \'asked\'.',
    ),
    "stream": ("yes", "stream of SessionReplay must be True or False, not 'yes'."),
    "max_bytes_per_second": (0, "max_bytes_per_second of SessionReplay must be a whole number"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_answered_in_a_sentence(name):
    value, sentence = WRONG[name]
    with pytest.raises(ConfigError) as caught:
        SessionReplay(**{name: value})
    assert str(caught.value).startswith(sentence)
    assert caught.value.values["name"] == name


def test_every_setting_is_checked():
    import inspect

    assert set(WRONG) == set(inspect.signature(SessionReplay).parameters)


def test_the_defaults_are_the_plugin_s_and_the_settings():
    assert SessionReplay().settings == Settings()


def test_what_of_the_sampling_is_not_given_is_the_default():
    assert Settings(sampling={"scroll": 200}).sampling == {"mousemove": 50, "scroll": 200}


def test_two_that_record_together_hide_what_either_hides():
    def judge(_widget):
        return None

    one = Settings(mask=["a", "b"], mask_all_inputs=False, buffer_seconds=20)
    other = Settings(mask=judge, block=["c"], mask_all_text=True, buffer_seconds=60)
    both = one.hiding_as(other)
    assert both.masked_names == ("a", "b")
    assert both.judges == (judge,)
    assert both.block == ("c",)
    assert (both.mask_all_inputs, both.mask_all_text) == (True, True)
    assert both.buffer_seconds == 20
    assert both.hiding_as(other) == both
    assert both.hiding_as(one) == both


def test_nothing_is_streamed_where_the_user_is_to_be_asked():
    with pytest.raises(ConfigError) as caught:
        SessionReplay(stream=True, consent="ask")
    assert str(caught.value).startswith("stream of SessionReplay must be False with consent='ask'")
