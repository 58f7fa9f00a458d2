"""How far a story has come when its host ends."""

from __future__ import annotations

from host.story import Hand, spin
from ui.editor_hand import EditorHand
from ui.review import Review

from usero_desktop.qt import QtWidgets


def attached(story):
    pass


def opened(story):
    story.widget.open()


def sliding(story):
    story.widget.update(reduced_motion=False)
    story.widget.open()


def typing(story):
    story.widget.open()
    story.write("being typ")


def in_a_dialog(story):
    story.window.resize(300, 220)
    story.widget.open()
    story.write()


def in_the_menu(story):
    story.widget.open()
    story.form.menu()


def choosing_a_file(story):
    story.widget.open()
    story.form.add_picture("file")


def capturing_the_window(story):
    story.widget.open()
    story.form.add_picture("window")


def capturing_the_screen(story):
    story.widget.open()
    story.form.add_picture("screen")


def encoding(story):
    story.widget.open()
    for _ in range(3):
        story.add_picture(900, 700)


def sending(story):
    story.widget.open()
    story.write()
    story.add_picture()
    story.form.send()


def sending_while_encoding(story):
    encoding(story)
    story.write()
    story.form.send()


def uploading(story):
    sending(story)
    wait_for(lambda: bool(story.queued))


def thanked(story):
    sending(story)
    wait_for(lambda: story.delivered > 0)


def closed_again(story):
    typing(story)
    story.widget.close()


def blocked_by_a_dialog(story):
    typing(story)
    modal = QtWidgets.QDialog(story.window)
    modal.setModal(True)
    modal.show()
    spin(20)


def looking_at_what_is_sent(story):
    typing(story)
    Review(Hand, story.window).look()


def drawing(story):
    story.widget.open()
    story.add_picture()
    story.has_pictures(1)
    hand = EditorHand(Hand, story.form, story.widget)
    story.form.click(hand.thumbnail_buttons()[0])
    wait_for(lambda: hand.window is not None)


def wait_for(asked):
    for _ in range(600):
        if asked():
            return
        spin(5)


MOMENTS = {
    moment.__name__: moment
    for moment in (
        attached, opened, sliding, typing, in_a_dialog, in_the_menu, choosing_a_file,
        capturing_the_window, capturing_the_screen, encoding, sending, sending_while_encoding,
        uploading, thanked, closed_again, blocked_by_a_dialog, looking_at_what_is_sent, drawing,
    )
}  # fmt: skip
