"""Everything global that a host may have set, as it stands now; for a process of its own."""

from __future__ import annotations

import asyncio
import atexit
import builtins
import decimal
import faulthandler
import gc
import importlib
import locale
import logging
import mimetypes
import multiprocessing
import os
import random
import resource
import signal
import socket
import sqlite3
import ssl
import sys
import threading
import warnings
from pathlib import Path

import httpx
import keyring
from PIL import Image, ImageFile

ATTRIBUTES = (
    "DontShowIconsInMenus", "DontUseNativeMenuBar", "NativeWindows", "PluginApplication",
    "DontCreateNativeWidgetSiblings", "UseStyleSheetPropagationInWidgetStyles",
    "SynthesizeTouchForUnhandledMouseEvents", "SynthesizeMouseForUnhandledTouchEvents",
    "CompressHighFrequencyEvents", "ShareOpenGLContexts", "DontUseNativeDialogs",
)  # fmt: skip


def python_state():
    """Return what of the interpreter and its libraries a guest could change."""
    return {
        "sys.excepthook": sys.excepthook,
        "sys.unraisablehook": sys.unraisablehook,
        "sys.displayhook": sys.displayhook,
        "threading.excepthook": threading.excepthook,
        "trace and profile": (sys.gettrace(), sys.getprofile()),
        "streams": (sys.stdin, sys.stdout, sys.stderr),
        "argv": list(sys.argv),
        "sys.path": list(sys.path),
        "import hooks": (list(sys.meta_path), list(sys.path_hooks), _import_function()),
        "recursion limit": sys.getrecursionlimit(),
        "switch interval": sys.getswitchinterval(),
        "stack size": threading.stack_size(),
        "gc": (gc.isenabled(), gc.get_threshold(), gc.get_debug(), list(gc.callbacks)),
        "warnings": (list(warnings.filters), warnings.showwarning),
        "faulthandler": faulthandler.is_enabled(),
        "atexit": atexit._ncallbacks(),
        "random": random.getstate(),
        "decimal": repr(decimal.getcontext()),
        "locale": locale.setlocale(locale.LC_ALL),
        "root logger": (logging.root.level, list(logging.root.handlers), logging.root.disabled),
        "logging": (logging.lastResort, logging.raiseExceptions, logging.getLoggerClass(),
                    logging.getLogRecordFactory(), logging.root.manager.disable),
        "multiprocessing": multiprocessing.get_start_method(allow_none=True),
        "event loop policy": asyncio.events._event_loop_policy,
        "mimetypes": (dict(mimetypes.types_map), list(mimetypes.knownfiles)),
        "sqlite3": (dict(sqlite3.adapters), dict(sqlite3.converters)),
        "ssl": (ssl.SSLContext, ssl.create_default_context, ssl._create_default_https_context),
        "socket": (socket.getdefaulttimeout(), socket.socket, socket.getaddrinfo),
        "httpx": (httpx.Client, httpx.HTTPTransport, httpx.Client.send),
        "keyring": keyring.get_keyring(),
        "Pillow": (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES, ImageFile.MAXBLOCK,
                   sorted(Image.OPEN), sorted(Image.SAVE), list(Image.ID), dict(Image.MIME)),
    }  # fmt: skip


def _import_function():
    """PySide6 puts one or the other of its own in place, whoever imports something."""
    function = builtins.__import__
    own = {"__import__", "__feature_import__", "__lazy_import__"}
    return "the binding's or Python's" if function.__name__ in own else function


def process_state():
    """Return what of the process itself a guest could change."""
    mask = os.umask(0)
    os.umask(mask)
    return {
        "umask": mask,
        "cwd": os.getcwd(),  # noqa: PTH109
        "environ": dict(os.environ),
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "limits": [resource.getrlimit(n) for n in (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)],
        "signals": [signal.getsignal(n) for n in sorted(signal.valid_signals())],
        "blocked signals": signal.pthread_sigmask(signal.SIG_BLOCK, ()),
        "wakeup": _wakeup(),
        "files of settings": sorted(map(str, Path(os.environ["XDG_CONFIG_HOME"]).rglob("*"))),
    }


def _wakeup():
    descriptor = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(descriptor)
    return descriptor


def qt_state(binding, app, window):
    """Return what of Qt, of the application and of the host's window a guest could change."""
    core, gui, widgets = (
        importlib.import_module(f"{binding}.Qt{part}") for part in ("Core", "Gui", "Widgets")
    )
    palette = app.palette()
    return {
        "style sheet": app.styleSheet(),
        "palette": [palette.color(g, r).name() for g in list(gui.QPalette.ColorGroup)[:3]
                    for r in list(gui.QPalette.ColorRole)[:15]],
        "font": app.font().toString(),
        "style": app.style().objectName(),
        "quit on last window": app.quitOnLastWindowClosed(),
        "names": (app.applicationName(), app.organizationName(), app.applicationDisplayName(),
                  app.desktopFileName(), app.organizationDomain(), app.applicationVersion()),
        "direction": app.layoutDirection(),
        "cursor": (app.cursorFlashTime(), app.overrideCursor()),
        "times": (app.doubleClickInterval(), app.keyboardInputInterval(),
                  app.startDragDistance(), app.startDragTime(), app.wheelScrollLines()),
        "effects": [app.isEffectEnabled(e) for e in list(core.Qt.UIEffect)[:6]],
        "attributes": [app.testAttribute(getattr(core.Qt.ApplicationAttribute, f"AA_{name}"))
                       for name in ATTRIBUTES],
        "translation": core.QCoreApplication.translate("probe", "word"),
        "library paths": app.libraryPaths(),
        "QLocale": core.QLocale().name(),
        "QSettings": core.QSettings.defaultFormat(),
        "image allocation": gui.QImageReader.allocationLimit(),
        "pixmap cache": gui.QPixmapCache.cacheLimit(),
        "thread pool": core.QThreadPool.globalInstance().maxThreadCount(),
        "tool tips": (widgets.QToolTip.font().toString(), widgets.QToolTip.palette().cacheKey()),
        "substitutions": gui.QFont.substitutions(),
        "fonts": gui.QFontDatabase.families(),
        "icons": (gui.QIcon.themeName(), gui.QIcon.themeSearchPaths()),
        "window icon": app.windowIcon().isNull(),
        "clipboard": app.clipboard().text(),
        "message handler": _message_handler(core),
        "window": (window.windowTitle(), window.styleSheet(), window.geometry().getRect(),
                   window.minimumSize().toTuple() if binding == "PySide6" else
                   (window.minimumWidth(), window.minimumHeight()),
                   window.acceptDrops(), window.focusPolicy(), window.font().toString(),
                   window.windowFlags(), window.isEnabled(), window.windowModality()),
    }  # fmt: skip


def _message_handler(core):
    handler = core.qInstallMessageHandler(None)
    core.qInstallMessageHandler(handler)
    return handler


def changed(before, after):
    """Return the names of what is not as it was."""
    return sorted(name for name in before if before[name] != after[name])
