"""Widgets in a QGraphicsScene are masked where a view shows them: turned, scaled and scrolled."""

from __future__ import annotations

from ui.planted import PLAIN, Block, shown

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.masking.rules import Rules


def view_of(page, scene):
    view = QtWidgets.QGraphicsView(scene, page)
    view.setGeometry(10, 30, 351, 303)
    view.horizontalScrollBar().setValue(-30)
    view.verticalScrollBar().setValue(-50)
    return view


def form(mark):
    made = QtWidgets.QWidget()
    made.resize(160, 120)
    Block(made, PLAIN).setGeometry(90, 10, 50, 30)
    secret = Block(made)
    secret.setGeometry(10, 10, 61, 43)
    secret.setProperty("usero_mask", mark)
    return made


def scene(page):
    made = QtWidgets.QGraphicsScene(page)
    made.setSceneRect(-100, -100, 600, 600)
    return made


def straight(page, mark):
    made = scene(page)
    made.addWidget(form(mark))
    view_of(page, made)


def turned(page, mark):
    made = scene(page)
    proxy = made.addWidget(form(mark))
    proxy.setRotation(33.3)
    proxy.setScale(1.37)
    view_of(page, made).scale(0.83, 1.21)


def scrolled(page, mark):
    made = scene(page)
    made.addWidget(form(mark)).setPos(37.4, 51.7)
    view = view_of(page, made)
    view.horizontalScrollBar().setValue(33)
    view.verticalScrollBar().setValue(17)


def unscaled(page, mark):
    made = scene(page)
    proxy = made.addWidget(form(mark))
    proxy.setFlag(proxy.GraphicsItemFlag.ItemIgnoresTransformations)
    view_of(page, made).scale(0.4, 0.4)


def twice(page, mark):
    made = scene(page)
    made.addWidget(form(mark))
    view_of(page, made).resize(170, 300)
    other = view_of(page, made)
    other.setGeometry(190, 30, 170, 300)
    other.rotate(45)


def within(page, mark):
    inner, outer = scene(page), scene(page)
    inner.addWidget(form(mark))
    holder = QtWidgets.QGraphicsView(inner)
    holder.resize(240, 200)
    holder.centerOn(60, 50)
    outer.addWidget(holder).setRotation(10)
    view_of(page, outer)


def in_a_layout(page, mark):
    made = scene(page)
    group = QtWidgets.QGraphicsWidget()
    line = QtWidgets.QGraphicsLinearLayout(group)
    proxy = QtWidgets.QGraphicsProxyWidget()
    proxy.setWidget(form(mark))
    proxy.setMinimumSize(160, 120)
    line.addItem(proxy)
    made.addItem(group)
    made.keeps = group
    group.setRotation(20)
    view_of(page, made)


def blurred(page, mark):
    made = scene(page)
    effect = QtWidgets.QGraphicsBlurEffect(page)
    effect.setBlurRadius(15)
    made.addWidget(form(mark)).setGraphicsEffect(effect)
    view_of(page, made)


CASES = [straight, turned, scrolled, unscaled, twice, within, in_a_layout, blurred]


def test_a_widget_in_a_view_that_is_masked_is_masked(page):
    made = scene(page)
    widget = form(mark=False)
    proxy = made.addWidget(widget)
    view = view_of(page, made)
    assert not Rules().is_masked(widget)
    view.setProperty("usero_mask", True)

    assert Rules().is_masked(widget)
    assert Rules().is_masked(widget.children()[0])
    view.setProperty("usero_mask", False)
    proxy.setProperty("usero_block", True)
    assert Rules().is_masked(widget)


def test_a_view_that_is_out_of_sight_masks_nothing(page):
    made = scene(page)
    made.addWidget(form(mark=True))
    view = view_of(page, made)
    Block(page, PLAIN).setGeometry(0, 100, 300, 200)
    view.lower()
    shown(page.window())
    view.hide()
    from usero_desktop.ui.masking.walk import areas_of

    assert areas_of(page.window(), Rules()) == []
    assert isinstance(view, QtCore.QObject)
