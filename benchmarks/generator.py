"""Generates a large library as a publisher's folder, and its history of edits.

`generate(OUT, articles)` writes a folder that Octavo reads: Markdown with front matter and plain
text, in several made-up languages and scripts (languages.py), with sections, tags, dates over
years, headings, lists, quotations, tables and code. `edits(OUT, edition)` then changes it as a
publisher does from one edition to the next: corrections, new articles, withdrawals.

The same arguments give the same bytes, everywhere; article number n does not depend on how many
there are. What was generated is noted in a hidden file of OUT, which Octavo passes over.

    python -m benchmarks.generator OUT --articles 10000 --seed 1
    python -m benchmarks.generator OUT --edition 2 --changed 10 --added 3 --withdrawn 1
"""

from __future__ import annotations

import argparse
import json
import re
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from math import log
from multiprocessing import get_context
from pathlib import Path
from random import Random

from benchmarks.languages import Language, Topic, Voice, capital, speak, zipf

NOTES = ".generated.json"

LIBRARY_LANGUAGE = "en"
SHARES = {"en": 40, "es": 12, "de": 12, "ru": 10, "ar": 8, "zh": 8, "hi": 5, "tr": 5}
"""How many of 100 articles are in each language."""

SECTIONS = ("News", "World", "Economy", "Science", "Health", "Culture", "Sport", "Opinion")

FIRST_DAY, LAST_DAY = date(2016, 1, 4), date(2026, 11, 20)

TEXT_BYTES_MEAN, TEXT_BYTES_SIGMA = 7_800, 0.75
"""Of the texts' lognormal lengths. With markup, metadata and JSON that is about 9 KB an article."""
TEXT_BYTES_LEAST, TEXT_BYTES_MOST = 500, 250_000

AT_ONCE = 1_000
"""How many articles one process writes before it is given more."""

PLAIN_TEXTS = 0.08
"""The share of articles in the library's language that are plain text in news style."""


@dataclass(slots=True)
class Generated:
    """What was generated in a folder, as its hidden file notes it.

    `articles` is how many were ever written up to the end of each edition, withdrawn ones included.
    """

    seed: int
    languages: list[str]
    articles: list[int]
    withdrawn: list[int] = field(default_factory=list)

    @property
    def edition(self) -> int:
        """The number of the edition that the folder holds."""
        return len(self.articles)


@dataclass(frozen=True, slots=True)
class Edits:
    """The files that one edition changed, added and withdrew, as paths below OUT."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]


def generate(
    out: Path, articles: int, *, seed: int = 1, languages: Sequence[str] = tuple(SHARES)
) -> list[str]:
    """Write a library of so many articles into OUT, which must be empty, and return their paths."""
    if unknown := sorted(set(languages) - SHARES.keys()):
        raise ValueError(f"No language here: {', '.join(unknown)}. There are {', '.join(SHARES)}.")
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty; name a new folder.")
    generated = Generated(seed, list(languages), [articles])
    settings = f'title = "A Generated Library"\nlang = "{LIBRARY_LANGUAGE}"\n'
    (out / "octavo.toml").write_text(settings, encoding="utf-8")
    paths = _write_all(out, generated, articles)
    _note(out, generated)
    return paths


def _write_all(out: Path, generated: Generated, articles: int) -> list[str]:
    """Write articles with all cores where they are many: no article knows of another."""
    write = partial(_write_numbered, out, generated)
    if articles <= AT_ONCE:
        return [write(number) for number in range(articles)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(write, range(articles), chunksize=AT_ONCE))


def _write_numbered(out: Path, generated: Generated, number: int) -> str:
    return _write(out, Plan(generated, number))


def edits(
    out: Path, edition: int, *, changed: int = 10, added: int = 0, withdrawn: int = 0
) -> Edits:
    """Change a generated library as from one edition to the next; the first edits make edition 2.

    Exactly so many articles are changed, added and withdrawn, and no other file is touched.
    """
    generated = Generated(**json.loads((out / NOTES).read_text(encoding="utf-8")))
    if edition != generated.edition + 1:
        raise ValueError(
            f"{out} holds edition {generated.edition}; the next is {generated.edition + 1},"
            f" not {edition}."
        )
    rng = Random(f"{generated.seed} edition {edition}")
    chosen = _choose(generated, rng, changed + withdrawn)
    to_change, to_withdraw = chosen[:changed], chosen[changed:]
    before = generated.articles[-1]
    generated.articles.append(before + added)
    generated.withdrawn += to_withdraw
    result = Edits(
        tuple(_correct(out, Plan(generated, number), rng, _day(edition)) for number in to_change),
        tuple(_write(out, Plan(generated, before + number)) for number in range(added)),
        tuple(_withdraw(out, Plan(generated, number), rng) for number in to_withdraw),
    )
    _note(out, generated)
    return result


# One article


class Plan:
    """What an article is, before its text is written: all of it follows from its number."""

    def __init__(self, generated: Generated, number: int) -> None:
        self.rng = rng = Random(f"{generated.seed} article {number}")
        self.number = number
        shares = [SHARES[code] for code in generated.languages]
        code = rng.choices(generated.languages, shares)[0]
        self.language: Language = speak(code)
        place = min(int(rng.expovariate(3.5) * len(SECTIONS)), len(SECTIONS) - 1)
        self.section = SECTIONS[place]
        # A section has topics of its own, so that what lies together is about the same things.
        topics = self.language.topics[place :: len(SECTIONS)]
        self.topic: Topic = rng.choices(topics, cum_weights=zipf(len(topics)))[0]
        self.is_plain = rng.random() < PLAIN_TEXTS and code == LIBRARY_LANGUAGE
        # More was published lately than in the first years.
        age = (1 - rng.random() ** 0.6) * (LAST_DAY - FIRST_DAY)
        edition = bisect(generated.articles, number) + 1
        self.published = LAST_DAY - age if edition == 1 else _day(edition)
        suffix = "txt" if self.is_plain else "md"
        self.path = f"{self.section.lower()}/{code}/{number:06}.{suffix}"


def _day(edition: int) -> date:
    """Return when an edition appears: one a week."""
    return LAST_DAY + timedelta(weeks=edition - 1)


def _write(out: Path, plan: Plan) -> str:
    voice = Voice(plan.language, plan.topic, plan.rng)
    text = _plain_text(plan, voice) if plan.is_plain else _markdown(plan, voice)
    path = out / plan.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return plan.path


def _plain_text(plan: Plan, voice: Voice) -> str:
    date_line = f"{plan.published:%B} {plan.published.day}, {plan.published.year}"
    head = f"{voice.title()}\n\nBy {voice.names[0]}\n{date_line}\n\n"
    return head + "\n\n".join(_paragraphs(voice, _length(plan))) + "\n"


def _markdown(plan: Plan, voice: Voice) -> str:
    rng = plan.rng
    fields: dict[str, object] = {"title": voice.title(), "date": plan.published.isoformat()}
    if rng.random() < 0.7:
        fields["author"] = voice.names[0]
    if plan.language.code != LIBRARY_LANGUAGE:
        fields["lang"] = plan.language.code
    fields["section"] = plan.section
    fields["tags"] = rng.sample(plan.topic.tags, rng.randint(1, 4))
    if rng.random() < 0.3:
        fields["summary"] = next(voice.sentences(12)).strip()
    if rng.random() < 0.2:
        fields["source"] = f"https://example.org/{plan.published.year}/{plan.number}"
    return _front_matter(fields, rng) + "\n\n".join(_blocks(voice, _length(plan))) + "\n"


def _front_matter(fields: Mapping[str, object], rng: Random) -> str:
    """Write front matter as YAML or, now and then, as TOML: JSON's texts and lists are both."""
    mark, sign = ("+++", " =") if rng.random() < 0.05 else ("---", ":")
    return "\n".join([mark, *_lines(fields, sign), mark, "", ""])


def _lines(fields: Mapping[str, object], sign: str) -> list[str]:
    return [f"{key}{sign} {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]


def _length(plan: Plan) -> int:
    """Draw how many pieces an article has, so that the bytes of all texts are lognormal."""
    sigma = TEXT_BYTES_SIGMA
    mean = log(TEXT_BYTES_MEAN) - sigma**2 / 2
    size = plan.rng.lognormvariate(mean, sigma)
    size = min(max(size, TEXT_BYTES_LEAST), TEXT_BYTES_MOST)
    return round(size / _bytes_per_piece(plan.language))


@cache
def _bytes_per_piece(language: Language) -> float:
    """Measure how many bytes a piece of text takes, which differs by script."""
    sizes = []
    for topic in language.topics[:8]:
        voice = Voice(language, topic, Random(language.code))
        sizes += [len(sentence.encode()) for sentence in voice.sentences(250)]
    return sum(sizes) / (250 * 8)


# The text of one article


def _paragraphs(voice: Voice, pieces: int) -> Iterator[str]:
    rng = voice.rng
    paragraph: list[str] = []
    size = rng.randint(1, 5)
    for sentence in voice.sentences(pieces):
        paragraph.append(sentence)
        if len(paragraph) == size:
            yield "".join(paragraph).rstrip()
            paragraph, size = [], rng.randint(1, 5)
    if paragraph:
        yield "".join(paragraph).rstrip()


def _blocks(voice: Voice, pieces: int) -> Iterator[str]:
    """Write the blocks of an article in Markdown: paragraphs, and what parts them."""
    rng = voice.rng
    is_divided = pieces > 300
    paragraphs = _paragraphs(voice, pieces)
    yield next(paragraphs)
    for paragraph in paragraphs:
        if is_divided and rng.random() < 0.14:
            yield f"{'##' if rng.random() < 0.7 else '###'} {voice.title()}"
        chance = rng.random()
        if chance < 0.04:
            yield _list(voice)
        elif chance < 0.05:
            yield _table(voice)
        elif chance < 0.055:
            yield _code(voice)
        elif chance < 0.095:
            yield f"> {paragraph}"
            continue
        yield _adorned(paragraph, voice) if rng.random() < 0.4 else paragraph


def _adorned(paragraph: str, voice: Voice) -> str:
    """Put a link or an emphasis on a name of the paragraph."""
    name = voice.rng.choice(voice.names)
    return paragraph.replace(name, _adorn(voice.rng, name), 1)


def _adorn(rng: Random, name: str) -> str:
    if rng.random() < 0.6:
        return f"[{name}](https://example.org/about/{rng.randrange(2000)})"
    return f"**{name}**"


def _list(voice: Voice) -> str:
    rng = voice.rng
    count, is_ordered = rng.randint(3, 7), rng.random() < 0.3
    marks = (f"{number}." if is_ordered else "-" for number in range(1, count + 1))
    phrases = (capital(voice.language.join(voice.pieces(rng.randint(1, 3)))) for _ in range(count))
    return "\n".join(f"{mark} {phrase}" for mark, phrase in zip(marks, phrases, strict=True))


def _table(voice: Voice) -> str:
    rng = voice.rng
    columns = rng.randint(2, 4)
    heads = [capital(word) for word in rng.sample(voice.topic.words, columns)]
    rows = [
        [rng.choice(voice.names), *(str(rng.randint(1, 9999)) for _ in range(columns - 1))]
        for _ in range(rng.randint(3, 9))
    ]
    lines = [heads, ["---"] * columns, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _code(voice: Voice) -> str:
    names = voice.rng.sample(speak(LIBRARY_LANGUAGE).words[200:2000], 4)
    lines = [f"{name} = {voice.rng.randint(0, 255)}" for name in names]
    return "\n".join(["```python", *lines, f"print({' + '.join(names)})", "```"])


# Edits


def _choose(generated: Generated, rng: Random, count: int) -> list[int]:
    """Choose different living articles; what was published lately is corrected most."""
    gone = set(generated.withdrawn)
    living = [number for number in range(generated.articles[-1]) if number not in gone]
    if count > len(living):
        raise ValueError(f"{count} articles were to be edited; only {len(living)} are left.")
    living.sort(key=lambda number: Plan(generated, number).published)
    chosen: list[int] = []
    for _ in range(count):
        place = round((len(living) - 1) * rng.random() ** 0.3)
        chosen.append(living.pop(place))
    return chosen


def _correct(out: Path, plan: Plan, rng: Random, today: date) -> str:
    path = out / plan.path
    head, body = _divide(path.read_text(encoding="utf-8"), plan)
    paragraphs = body.rstrip("\n").split("\n\n")
    prose = [place for place, text in enumerate(paragraphs) if _is_prose(text)]
    voice = Voice(plan.language, plan.topic, plan.rng)
    for place in rng.sample(prose, min(rng.choice((1, 1, 1, 2, 3)), len(prose))):
        correction = rng.choices(CORRECTIONS, (4, 3, 2, 1))[0]
        paragraphs[place] = correction(paragraphs[place], voice, rng)
    if not plan.is_plain and rng.random() < 0.6:
        note = plan.language.sentence(rng, voice.pieces(6)).strip()
        head = _with_fields(head, {"modified": today.isoformat(), "note": note})
    path.write_text(head + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return plan.path


def _withdraw(out: Path, plan: Plan, rng: Random) -> str:
    """Withdraw an article: with a reason, or by deleting its file."""
    path = out / plan.path
    if plan.is_plain or rng.random() < 0.3:
        path.unlink()
        return plan.path
    head, body = _divide(path.read_text(encoding="utf-8"), plan)
    reason = plan.language.sentence(rng, plan.language.draw_phrases(rng, 3)).strip()
    path.write_text(_with_fields(head, {"withdrawn": reason}) + body, encoding="utf-8")
    return plan.path


def _divide(text: str, plan: Plan) -> tuple[str, str]:
    """Part what stands before the text (title, byline and date, or front matter) from the text."""
    if plan.is_plain:
        title, byline, body = text.split("\n\n", 2)
        return f"{title}\n\n{byline}\n\n", body
    end = text.index(f"\n{text[:3]}\n\n", 3) + len("\n---\n\n")
    return text[:end], text[end:]


def _with_fields(head: str, fields: Mapping[str, str]) -> str:
    """Set fields of front matter, also such that it has already."""
    mark, *lines = head.rstrip("\n").split("\n")[:-1]
    sign = " =" if mark == "+++" else ":"
    kept = [line for line in lines if line.split(sign, 1)[0] not in fields]
    return "\n".join([mark, *kept, *_lines(fields, sign), mark, "", ""])


def _is_prose(text: str) -> bool:
    return not re.match(r"[#>|`-]|\d+\. ", text)


def _respelt(text: str, voice: Voice, rng: Random) -> str:
    """Correct a word's spelling: one letter becomes another of the same text."""
    letters = [place for place, letter in enumerate(text) if letter.isalpha()]
    place = rng.choice(letters)
    others = sorted({text[other] for other in letters} - {text[place]})
    return text[:place] + rng.choice(others) + text[place + 1 :]


def _reworded(text: str, voice: Voice, rng: Random) -> str:
    """Put in a phrase."""
    space = voice.language.marks.space
    places = [found.end() for found in re.finditer(space, text)] if space else range(1, len(text))
    place = rng.choice(places)
    return text[:place] + voice.language.draw_phrases(rng, 1)[0] + space + text[place:]


def _lengthened(text: str, voice: Voice, rng: Random) -> str:
    """Add a sentence."""
    return text + voice.language.marks.space + next(voice.sentences(rng.randint(4, 9))).rstrip()


def _shortened(text: str, voice: Voice, rng: Random) -> str:
    """Take the last sentence away, or add one where there is no other."""
    marks = voice.language.marks
    others = text[:-1].rpartition(marks.stop + marks.space)[0]
    return others + marks.stop if others else _lengthened(text, voice, rng)


Correction = Callable[[str, Voice, Random], str]
CORRECTIONS: tuple[Correction, ...] = (_respelt, _reworded, _lengthened, _shortened)


def _note(out: Path, generated: Generated) -> None:
    (out / NOTES).write_text(json.dumps(asdict(generated)) + "\n", encoding="utf-8")


def main() -> None:
    """Generate a library, or the next edition of one, as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generator",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("out", type=Path, help="the folder to write")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--languages", default=",".join(SHARES), help="some of %(default)s")
    parser.add_argument("--edition", type=int, help="edit OUT into this edition instead")
    parser.add_argument("--changed", type=int, default=10)
    parser.add_argument("--added", type=int, default=0)
    parser.add_argument("--withdrawn", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.edition is None:
        languages = chosen.languages.split(",")
        generate(chosen.out, chosen.articles, seed=chosen.seed, languages=languages)
        return
    counts = {name: getattr(chosen, name) for name in ("changed", "added", "withdrawn")}
    for kind, paths in asdict(edits(chosen.out, chosen.edition, **counts)).items():
        for path in paths:
            print(kind, path)


if __name__ == "__main__":
    main()
