"""Two who go through the app: one by touch alone, one by the keyboard alone."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

LOOK = """(key) => {
    const nameOf = (element) => element?.outerHTML.slice(0, 100) ?? 'nothing';
    const isScroller = ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight;
    const isLit = (element) => [null, '::after'].some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
    const isOver = (top, element) => {
        const own = element.closest('label') ?? element;
        return !(own.contains(top) || top?.contains(own));
    };
    const isStop = (element) => element.tabIndex >= 0 && !element.disabled &&
        element.checkVisibility({ visibilityProperty: true }) &&
        element.getClientRects().length > 0 && !isOtherRadio(element);
    const isOtherRadio = ({ type, name, checked }) => type === 'radio' && !checked &&
        document.querySelector(`input[name="${name}"]:checked`) !== null;

    const active = document.activeElement;
    const faults = [];
    if (key) {
        const aim = globalThis.aims[key];
        if (active !== aim && !isScroller(active)) {
            faults.push(`${key} went past ${nameOf(aim)} to ${nameOf(active)}`);
        }
        const around = [active, active.parentElement, active.closest('label'),
            active.nextElementSibling, active.closest('.row')].filter(Boolean);
        if (!active.matches(':focus-visible') || !around.some(isLit)) {
            faults.push(`the focus is not seen on ${nameOf(active)}`);
        }
        const boxes = (active.closest('label') ?? active).getClientRects();
        for (const { left, right, top, bottom } of boxes) {
            const tops = [top + 2, (top + bottom) / 2, bottom - 2].map((y) =>
                document.elementFromPoint((left + right) / 2, y));
            if (bottom - top < innerHeight / 2 && tops.some((each) => isOver(each, active))) {
                faults.push(`something lies over ${nameOf(active)}`);
            }
        }
    }
    const modal = [...document.querySelectorAll('dialog')].find((each) => each.matches(':modal'));
    const every = 'a[href], button, input, textarea, select, summary, [tabindex]';
    const stops = [...(modal ?? document).querySelectorAll(every)].filter(isStop);
    const where = (stop) => active.compareDocumentPosition(stop);
    globalThis.aims = {
        'Tab': stops.find((stop) => where(stop) & Node.DOCUMENT_POSITION_FOLLOWING),
        'Shift+Tab': stops.findLast((stop) => where(stop) & Node.DOCUMENT_POSITION_PRECEDING),
    };
    return faults;
}"""
"""What is wrong with where this key has led to. Notes where the next one has to lead.

A stop is seen by its ring, no bar lies over any part of it (more than WCAG 2.2, 2.4.11 asks for),
and none is passed over. What scrolls may be a stop too: the browser makes it one.
"""

WAY_TO = """(target) => {
    const active = document.activeElement;
    if (target === active) return '';
    const way = active.compareDocumentPosition(target);
    const isBefore = way & Node.DOCUMENT_POSITION_PRECEDING;
    const isInGroup = target.type === 'radio' && target.name === active.name;
    const isNear = isInGroup || target.closest('[role=toolbar]')?.contains(active);
    if (isNear) return isBefore ? 'ArrowLeft' : 'ArrowRight';
    return isBefore ? 'Shift+Tab' : 'Tab';
}"""
"""The key that leads from the focus towards this, '' if it is there. In a toolbar and in a group of
radio buttons those are arrows.
"""

COME_TO_REST = """() => new Promise((rest) => {
    let before = NaN;
    const look = () => {
        if (scrollY === before) return rest();
        before = scrollY;
        requestAnimationFrame(look);
    };
    look();
})"""
"""Waits for scrolling to end. A tap before that only ends it."""

FAR = 60
"""No stop is more keys away than this."""


class Traveller(Protocol):
    """Someone who does what can be done on a screen."""

    page: Page

    def press(self, target: Locator) -> None:
        """Follow a link, press a button, choose one of several."""

    def type(self, field: Locator, words: str) -> None:
        """Write into a field."""

    def close(self, sheet: Locator) -> None:
        """Close a sheet."""

    def look_for_bar(self) -> None:
        """Let the bar of a text come back that has left while one read on."""


class Thumb:
    """Goes by touch alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.tap()

    def type(self, field: Locator, words: str) -> None:
        field.tap()
        self.page.keyboard.type(words)

    def close(self, sheet: Locator) -> None:
        sheet.get_by_role("button", name="Close").tap()
        expect(sheet).to_have_count(0)

    def look_for_bar(self) -> None:
        devtools = self.page.context.new_cdp_session(self.page)
        touch = "Input.dispatchTouchEvent"
        devtools.send(touch, {"type": "touchStart", "touchPoints": [{"x": 180, "y": 200}]})
        # At last it stays where it is: what is let go of while it moves scrolls on by itself.
        for y in [*range(210, 310, 10), *[300] * 5]:
            devtools.send(touch, {"type": "touchMove", "touchPoints": [{"x": 180, "y": y}]})
        devtools.send(touch, {"type": "touchEnd", "touchPoints": []})
        self.page.evaluate(COME_TO_REST)


class Keys:
    """Goes by the keyboard alone, and looks where the focus is at each step."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self._reach(target)
        if target.get_attribute("type") != "radio":
            self.page.keyboard.press("Enter")
        self._expect_focus_somewhere()

    def type(self, field: Locator, words: str) -> None:
        self._reach(field)
        self.page.keyboard.type(words)

    def close(self, sheet: Locator) -> None:
        self.page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        self._expect_focus_somewhere()

    def look_for_bar(self) -> None:
        """It stays for whoever goes by keys."""

    def _reach(self, target: Locator) -> None:
        """Go there by Tab, and by arrows where they are the way."""
        expect(target).to_be_visible()
        self.page.evaluate(LOOK, None)
        for _ in range(FAR):
            key = target.evaluate(WAY_TO)
            if not key:
                return
            self.page.keyboard.press(key)
            if key.endswith("Tab"):
                faults = self.page.evaluate(LOOK, key)
                assert faults == [], (self.page.url, faults)
        raise AssertionError(f"the keyboard does not lead to {target}")

    def _expect_focus_somewhere(self) -> None:
        """The focus is on something: who goes by keys is not sent back to the start of the page."""
        expect(self.page.locator("body")).not_to_be_focused()
