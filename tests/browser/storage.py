"""What tests do to a browser's storage, as scripts that run in a page."""

from __future__ import annotations

DROP_SHELL = """async () => {
    for (const name of await caches.keys())
        if (name.startsWith('octavo-shell-')) await caches.delete(name);
}"""
"""Deletes the app's files, of every build."""

DROP_MARKER = """async () => {
    for (const name of await caches.keys()) {
        if (!name.startsWith('octavo-shell-')) continue;
        const build = name.slice('octavo-shell-'.length);
        await (await caches.open(name)).delete(`/a/${build}/.complete`);
    }
}"""
"""Takes away what says that the app's files are all there."""

IS_HEALED = """() => new Promise((resolve) => {
    const look = async () => {
        for (const name of await caches.keys()) {
            if (!name.startsWith('octavo-shell-')) continue;
            const build = name.slice('octavo-shell-'.length);
            if (await (await caches.open(name)).match(`/a/${build}/.complete`)) return resolve();
        }
        setTimeout(look, 50);
    };
    look();
})"""
"""Settles when the app's files are all there."""

HOLD_DATABASE = """() => new Promise((resolve) => {
    const request = indexedDB.open('octavo-corpus', 99);
    request.onupgradeneeded = () => {
        const store = request.result.createObjectStore('held');
        const goOn = () => { store.get(0).onsuccess = goOn; };
        goOn();
        resolve();
    };
})"""
"""A version that is never finished: every other open() of this database waits for it."""

WITHOUT = {
    "worker": "delete Navigator.prototype.serviceWorker;",
    "database": "delete globalThis.indexedDB; delete Window.prototype.indexedDB;",
    "files": "delete globalThis.caches; delete Window.prototype.caches;",
    "locks": "delete Navigator.prototype.locks;",
    "gzip": "delete globalThis.DecompressionStream;",
}
"""Takes one ability away, before a page's own scripts run."""
