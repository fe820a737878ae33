"""Octavo's server: the one place where its parts meet."""

from __future__ import annotations

from flask import Flask
from flask_caching import Cache

from webapp.config import Settings, read_settings
from webapp.delivery import Delivery, SecurityHeaders, headers_for
from webapp.editions import EditionError, Editions
from webapp.face import FOLDER, load_face
from webapp.recovery import recovery_words
from webapp.shell import load_shell
from webapp.views import api, errors, feeds, pages, pwa
from webapp.views.answers import Answers
from webapp.views.sharing import Site
from webapp.words import word_modules


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application over what is published in the data folder of `settings`.

    Without settings they come from the environment, as for any WSGI server that is pointed here.
    """
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None)
    editions = Editions(settings.corpus)
    shell = load_shell(
        pages.shell_renderer(app, _language(editions)),
        headers_for("/"),
        generated=word_modules(),
        recovery=recovery_words(),
        face=load_face(settings.data / FOLDER),
        is_retired=settings.retire_worker,
    )
    shell.install(settings.shell)
    answers = Answers(Cache(app, config={"CACHE_TYPE": settings.cache}))
    site = Site(settings.url)

    app.register_blueprint(pages.views(editions, shell, site))
    app.register_blueprint(feeds.views(editions, answers, shell, site))
    app.register_blueprint(api.views(editions, answers))
    app.register_blueprint(pwa.views(editions, shell, settings.corpus))
    errors.handle_errors(app, editions, shell)

    delivery = Delivery(
        app.wsgi_app, corpus=settings.corpus, shell=settings.shell, icons=shell.icon_files
    )
    app.wsgi_app = SecurityHeaders(delivery)  # type: ignore[method-assign]
    return app


def _language(editions: Editions) -> str:
    """Return the language of what is published; English where that cannot be read."""
    try:
        edition = editions.current()
    except EditionError:
        edition = None
    return edition.lang if edition else "en"
