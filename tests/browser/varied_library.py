"""A library of some sixty articles that holds what a real one holds, to look at and to measure.

Long titles and short ones, four scripts, sections and tags, pages of every kind of block, a
correction, and one article that the second edition withdraws.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser.faulty import FaultyServer
from tests.folder import Folder
from webapp.publishing import publish


class Slugs(NamedTuple):
    """Where the articles stand that screens are made of."""

    long: str = "the-long-road-to-the-lighthouse"
    everything: str = "everything"
    corrected: str = "ferry"
    withdrawn: str = "the-old-chart"
    hebrew: str = "המגדלור-הישן"
    arabic: str = "الميناء-القديم"
    japanese: str = "灯台の話"


SLUGS = Slugs()

LANGUAGES = {"ltr": "en", "rtl": "ar"}
"""A language of the interface for each direction."""

TITLES = {"en": "The Harbour Library", "ar": "مكتبة الميناء"}
STARTS = {
    "en": "News and stories of one harbour, to read where there is no signal.",
    "ar": "أخبار وقصص من ميناء واحد، لتُقرأ حيث لا توجد شبكة.",
}

THREE_LINES = (
    "After eleven years of letters, petitions and one flooded cellar the island of Norrey"
    " gets the second ferry that it was promised when the bridge was closed"
)

ENGLISH = (
    "The keeper wrote down the wind each evening, and nobody asked for what. When the archive was"
    " opened last spring, three volumes were missing, and in the fourth there were more numbers"
    " than words. What the numbers meant became clear only when somebody read them aloud. "
)
ARABIC = (
    "كتب الحارس اتجاه الريح كل مساء، ولم يسأله أحد عن السبب. وحين فُتح الأرشيف في الربيع الماضي"
    " كانت ثلاثة مجلدات مفقودة، وفي المجلد الرابع أرقام أكثر من الكلمات. ولم يتضح معناها"
    " إلا عندما قرأها أحدهم بصوت عالٍ في الساعة 12:30. "
)
HEBREW = (
    "השומר רשם את הרוח בכל ערב, ואיש לא שאל לשם מה. כשנפתח הארכיון באביב שעבר חסרו שלושה"
    " כרכים, וברביעי היו יותר מספרים ממילים. "
)
JAPANESE = (
    "灯台守は毎晩、風の向きを書き留めた。「なぜ」と尋ねる人はいなかった。去年の春に書庫が開かれた"
    "とき、三冊が失われており、四冊目には言葉よりも数字のほうが多かった（全部で千二百三十四行）。"
)

EVERYTHING = """
The timetable changed on Monday. A [link to the port](https://example.org/port), one to
[another article](/articles/ferry), `inline_code()`, **strong** and *stressed* words,
and a note.[^1]

## What the timetable says

| Quay | From | To | First | Last | Fare | Remark of the harbour office |
|:--|:--|:--|--:|--:|--:|:--|
| North | Norrey | Sund | 05:40 | 23:10 | 4.20 | not_on_the_day_of_the_regatta |
| South | Norrey | Holm | 06:15 | 21:45 | 3.80 | only in summer |

| Day | Boats |
|:--|--:|
| Monday | 12 |
| Sunday | 4 |

## How it is read

> A timetable is a promise made to people who are standing in the rain.

```python
for quay in harbour.quays:
    print(quay.name, quay.first_departure, quay.last_departure, "and a good deal more to the right")
```

1. Find the quay.
2. Find the hour.
   - Summer is printed in the left column.
   - Winter is printed in the right one.

---

### A heading of the third rank

Averyveryverylongwordwithoutanyplacetobreakit/and/an/address/that/never/seems/to/end/at/all.html

[^1]: The office confirmed the hours on the telephone.
"""

LONG = "\n\n".join(
    f"## {name}\n\n" + "\n\n".join(f"{ENGLISH * 2}" for _ in range(4))
    for name in ("The letter", "Low water", "What the chart left out", "The lamp", "Going home")
)

SECTIONS = ("Harbour", "Islands", "Weather and tides", "People", "Science")
TAGS = ("ferries", "history", "birds", "boats", "law", "schools", "storms")
SUBJECTS = ("quay", "reef", "tide", "mast", "island school", "net", "wind", "salt road", "bell")
NEWS = (
    "What the {} told the council",
    "A winter with the {}",
    "Who owns the {} now, and who pays for it when the next storm has come and gone",
    "{}",
    "Ten questions about the {}",
)


class VariedLibrary:
    """The library in its first edition, and a server over it that can misbehave.

    `lang` (en, ar) is the language of the library, and so of the interface; the articles are the
    same. Dates count from today, so that no group of the list is ever missing.
    """

    def __init__(self, place: Path, lang: str) -> None:
        self.lang = lang
        self._folder = Folder(place / "source")
        self._data = place / "data"
        self._versions = 0
        self._describe()
        _write_chosen(self._folder)
        _write_many(self._folder)
        self._publish()
        self.server = FaultyServer(self._data)

    def publish_second_edition(self) -> None:
        """Publish a new article, a correction and a withdrawal, if that was not done before."""
        _write_second_edition(self._folder)
        self._publish()

    def make_new_version(self) -> None:
        """Serve another build of the app: the library's looks are part of it."""
        self._versions += 1
        self._describe(f'colour = "#7A1F{self._versions:02X}"\n')
        self._publish()
        self.server.renew()

    def _describe(self, looks: str = "") -> None:
        settings = {"title": TITLES[self.lang], "lang": self.lang, "start": STARTS[self.lang]}
        lines = "".join(f'{key} = "{value}"\n' for key, value in settings.items())
        self._folder.put("octavo.toml", f"{lines}{looks}".encode())

    def _publish(self) -> None:
        publish(self._folder.path, self._data, quick=True)


@pytest.fixture(params=LANGUAGES)
def library_of_each_direction(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[VariedLibrary]:
    """A library that reads from left to right, and one from right to left.

    Each test has its own: a walk through all screens publishes another edition.
    """
    library = VariedLibrary(tmp_path, LANGUAGES[request.param])
    yield library
    library.server.stop()


def _write_chosen(folder: Folder) -> None:
    road = "The long road to the lighthouse"
    folder.write("three lines", ENGLISH, **_front(0, "Islands"), title=THREE_LINES)
    folder.write("Ferry", f"It leaves at one.\n\n{ENGLISH}", **_front(2, "Harbour"))
    folder.write("המגדלור", HEBREW * 6, **_front(0, "People", "he"), title="המגדלור הישן")
    folder.write("الميناء القديم", _arabic(), **_front(1, "Islands", "ar"))
    folder.write("灯台の話", f"{JAPANESE * 2}\n\n" * 4, **_front(1, "People", "ja"))
    folder.write(road, LONG, **_front(3, "People", tags="[history, storms]", byline="Ada Norrey"))
    folder.write("The old chart", "It shows a reef.", **_front(4, "Science"))
    folder.write(
        "Everything",
        EVERYTHING,
        **_front(5, "Science", tags="[boats, law]", source="https://example.org/everything"),
    )
    folder.write("طيور الشتاء", ARABIC * 3, **_front(6, "Science", "ar"))


def _write_second_edition(folder: Folder) -> None:
    folder.write(
        "Ferry",
        f"It leaves at noon, not at one.\n\n{ENGLISH}",
        **_front(2, "Harbour", modified=str(_day(0)), note="The hour of departure was wrong."),
    )
    folder.write("The old chart", withdrawn="The reef is there after all.")
    folder.write("The newest of all", ENGLISH, **_front(0, "Harbour"))


def _write_many(folder: Folder) -> None:
    for number in range(52):
        subject = SUBJECTS[number % len(SUBJECTS)]
        title = NEWS[number % len(NEWS)].format(subject)
        front = _front(7 + number * 9, SECTIONS[number % len(SECTIONS)], byline="Harbour News")
        tags = f"[{TAGS[number % len(TAGS)]}]"
        text = f"{ENGLISH * (1 + number % 4)}\n\n" * (1 + number % 7)
        folder.write(f"{number:02}", text, **front, title=title.capitalize(), tags=tags)


def _arabic() -> str:
    return (
        f"{ARABIC}\n\n> {ARABIC}\n\n## الفصل الأول\n\n- {ARABIC}\n- `tide.py` 3.14\n\n{ARABIC * 4}"
    )


def _front(days: int, section: str, lang: str = "en", **more: str) -> dict[str, str]:
    return {"date": str(_day(days)), "section": section, "lang": lang} | more


def _day(days: int) -> date:
    return date.today() - timedelta(days=days)
