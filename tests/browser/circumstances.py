"""What a reader's circumstances are, as scripts that make a page believe in them."""

from __future__ import annotations

COMES_BACK_AFTER_A_MINUTE = """(moment) => {
    const now = Date.now;
    Date.now = () => now() + 60_000;
    (moment === 'visibilitychange' ? document : window).dispatchEvent(new Event(moment));
}"""
"""Lets a page come back to the foreground by this event, a minute after it last looked."""

SAVES_DATA = """
    Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } });
"""
"""A reader who asked for less data is asked before a library of any size is fetched."""
