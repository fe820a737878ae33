"""Made-up languages with the statistics of real ones: `speak(code)` gives one, to write texts in.

Each has the letters, syllables and word lengths of the language whose code it bears, and means
nothing. Words are drawn by Zipf's law as Mandelbrot refined it; words come in phrases that recur;
a topic and a text have words and phrases of their own, which come in bursts. That is what makes a
text compress as articles do: words drawn one by one would need nearly twice the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

WORDS, COMMON = 24_000, 500
"""The words that a language has in all, and those that every text uses."""

PHRASES, TOPICS = 12_000, 24
TOPIC_WORDS, TOPIC_PHRASES = 160, 240

EXPONENT, OFFSET = 1.15, 2.7
"""Zipf–Mandelbrot: the word of rank r is drawn in proportion to 1 / (r + OFFSET) ** EXPONENT."""

PIECES = {
    "words": 0.20,
    "phrases": 0.15,
    "topic words": 0.07,
    "topic phrases": 0.11,
    "names": 0.07,
    "own phrases": 0.39,
    "numbers": 0.01,
}
"""What a text is put together from, and how often each kind comes."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """What a language's words are made of, the most frequent first; `-` stands for nothing.

    `syllables` is how many of 100 words have 1, 2, 3, … syllables. A quarter begins with `prefix`.
    """

    onsets: str
    nuclei: str
    codas: str
    syllables: tuple[int, ...]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """How a language parts words and ends clauses and sentences."""

    space: str = " "
    comma: str = ","
    stop: str = "."
    question: str = "?"
    has_capital_nouns: bool = False


SOUNDS = {
    "en": Sounds(
        "t s th - w h c b d f m p r l n st g pr sh tr y br k ch v cl gr sp j pl cr fr wh qu dr str",
        "e a i o u ea ou ee ai y oo ie io au oa",
        "- n r s t d nd l ng st m ll ck y nt ss rt ght ve th p f ch rd",
        (22, 44, 24, 8, 2),
    ),
    "es": Sounds(
        "d l c t r s m n p - b v g qu h pr tr j f ll br ñ z ch gr cr pl y",
        "a e o i u ó ie á í é ia ue io ú",
        "- - n s r - l d z x",
        (6, 26, 36, 23, 9),
    ),
    "de": Sounds(
        "d s w g b h m k f n z sch l v r st t - p tr pr schl kr br str pf zw gr j qu",
        "e i a ei u ie ä o au ü ö eu",
        "n r - t ch s l st nd m g nt cht rt ng tz ck ss ft rk lz mpf ß",
        (12, 32, 30, 17, 9),
    ),
    "tr": Sounds(
        "d k b s m y t l n r g h - ç v ş z p c f",
        "a e i ı u ü o ö",
        "- - n r - l k m ş y t z ğ r",
        (4, 20, 34, 26, 16),
    ),
    "ru": Sounds(
        "п с в н к т д м - б з р г л ч пр ст ж ш х тр ф вс ц сл гр кр щ",
        "о а е и у я ы ё ю э",
        "- - н т л в с й м р ль ть к д х ст нь ж",
        (5, 24, 36, 25, 10),
    ),
    "ar": Sounds(
        "ل م ب ع ت و ر ن س ف ح د ق ك ه ج ش خ ص ط ذ ض ز ث غ ظ",
        "- - ا ي - و",
        "- ر ن ل - م د ب ت س ق ع ف ك ح ج",
        (8, 44, 36, 12),
        prefix="ال",
    ),
    "hi": Sounds(
        "क र स ह म प त न ब द ल व ज य ग च श भ प्र ध ट थ ख त्र छ फ ड क्ष घ ठ",
        "ा - े ि ी - ो ु ै ू ं ौ",
        "- - र - न ल त स म क य ट द",
        (22, 46, 24, 8),
    ),
    "zh": Sounds("", "", "", (28, 60, 12)),
}

MARKS = {
    "ar": Marks(comma="،", question="؟"),
    "de": Marks(has_capital_nouns=True),
    "hi": Marks(stop="।"),
    "zh": Marks(space="", comma="\uff0c", stop="。", question="\uff1f"),
}

LANGUAGES = tuple(SOUNDS)


@cache
def speak(code: str) -> Language:
    """Return the language with this code; it is the same one at each call and in each process."""
    return Language(code)


class Language:
    """Words by rank, phrases, and topics that texts are about."""

    def __init__(self, code: str) -> None:
        rng = Random(code)
        self.code = code
        self.marks = MARKS.get(code, Marks())
        self.words = _vocabulary(code, rng)
        self._rank_weights = zipf(len(self.words))
        self._phrase_weights = zipf(PHRASES)
        self.phrases = [self._phrase(rng, self.draw(rng, 5)) for _ in range(PHRASES)]
        self.topics = tuple(Topic(self, rng) for _ in range(TOPICS))

    def draw(self, rng: Random, count: int) -> list[str]:
        """Draw words by their frequency."""
        return rng.choices(self.words, cum_weights=self._rank_weights, k=count)

    def draw_phrases(self, rng: Random, count: int) -> list[str]:
        """Draw phrases by their frequency."""
        return rng.choices(self.phrases, cum_weights=self._phrase_weights, k=count)

    def rare(self, rng: Random, count: int) -> list[str]:
        """Draw words that a reader meets in few texts."""
        weights = zipf(WORDS - COMMON, COMMON + 1)
        return rng.choices(self.words[COMMON:], cum_weights=weights, k=count)

    def name(self, rng: Random) -> str:
        """Make a name of one or two words."""
        return self.join(capital(word) for word in self.rare(rng, rng.choice((1, 2, 2))))

    def mix(self, rng: Random, words: Sequence[str]) -> str:
        """Make a phrase of these words and frequent ones."""
        mixed = [
            rng.choice(words) if rng.random() < 0.4 else common for common in self.draw(rng, 5)
        ]
        return self._phrase(rng, mixed)

    def join(self, words: Iterator[str] | Sequence[str]) -> str:
        """Write words one after another."""
        return self.marks.space.join(words)

    def sentence(self, rng: Random, pieces: list[str]) -> str:
        """Write pieces as a sentence, with the space that parts it from the next one."""
        marks = self.marks
        if len(pieces) > 4 and rng.random() < 0.6:
            pieces[rng.randrange(1, len(pieces) - 2)] += marks.comma
        end = marks.question if rng.random() < 0.03 else marks.stop
        return capital(self.join(pieces)) + end + marks.space

    def _phrase(self, rng: Random, words: Sequence[str]) -> str:
        return self.join(words[: rng.choices((2, 3, 4, 5), (3, 4, 3, 2))[0]])


class Topic:
    """What some texts of a language are about: words and phrases that others seldom have."""

    def __init__(self, language: Language, rng: Random) -> None:
        self.words = language.rare(rng, TOPIC_WORDS)
        self.word_weights = zipf(TOPIC_WORDS)
        self.phrases = [language.mix(rng, self.words) for _ in range(TOPIC_PHRASES)]
        self.phrase_weights = zipf(TOPIC_PHRASES)
        self.tags = tuple(dict.fromkeys(self.words[:12]))


class Voice:
    """One text's way of saying things: its language, its topic, its own names and phrases."""

    def __init__(self, language: Language, topic: Topic, rng: Random) -> None:
        self.language = language
        self.topic = topic
        self.rng = rng
        self.names = [language.name(rng) for _ in range(rng.randint(3, 9))]
        own = self.names + topic.words[:20]
        self.own_phrases = [language.mix(rng, own) for _ in range(rng.randint(12, 30))]

    def pieces(self, count: int) -> list[str]:
        """Draw the pieces of a text: words, phrases, names and numbers, in bursts."""
        rng, language, topic = self.rng, self.language, self.topic
        kinds = rng.choices(tuple(PIECES), tuple(PIECES.values()), k=count)
        number = {kind: kinds.count(kind) for kind in PIECES}
        drawn = {
            "words": language.draw(rng, number["words"]),
            "phrases": language.draw_phrases(rng, number["phrases"]),
            "topic words": rng.choices(
                topic.words, cum_weights=topic.word_weights, k=number["topic words"]
            ),
            "topic phrases": rng.choices(
                topic.phrases, cum_weights=topic.phrase_weights, k=number["topic phrases"]
            ),
            "names": self._burst(self.names, number["names"]),
            "own phrases": self._burst(self.own_phrases, number["own phrases"]),
            "numbers": [_number(rng) for _ in range(number["numbers"])],
        }
        sources = {kind: iter(stock) for kind, stock in drawn.items()}
        return [next(sources[kind]) for kind in kinds]

    def sentences(self, pieces: int) -> Iterator[str]:
        """Write sentences of altogether so many pieces."""
        drawn = self.pieces(pieces)
        start = 0
        while start < pieces:
            end = start + min(4 + int(self.rng.expovariate(0.25)), 20)
            # What is left must not be a sentence of a word or two.
            end = pieces if pieces - end < 4 else end
            yield self.language.sentence(self.rng, drawn[start:end])
            start = end

    def title(self) -> str:
        """Make a headline."""
        parts = [self.rng.choice(self.names), *self.pieces(self.rng.randint(1, 3))]
        self.rng.shuffle(parts)
        return capital(self.language.join(parts))

    def _burst(self, stock: Sequence[str], count: int) -> list[str]:
        return self.rng.choices(stock, cum_weights=zipf(len(stock)), k=count)


@cache
def zipf(count: int, first: int = 1) -> tuple[float, ...]:
    """Return the cumulative weights of so many ranks, from the first of them on."""
    ranks = range(first, first + count)
    return tuple(accumulate((rank + OFFSET) ** -EXPONENT for rank in ranks))


def _number(rng: Random) -> str:
    return str(rng.choice((rng.randint(2, 99), rng.randint(1900, 2026))))


def capital(text: str) -> str:
    """Write the first letter large, where the script has large letters."""
    return text[:1].upper() + text[1:]


# Words


def _vocabulary(code: str, rng: Random) -> list[str]:
    """Return different words by rank: short words are frequent (Zipf's law of abbreviation)."""
    make = _han_words(rng) if code == "zh" else _syllable_words(SOUNDS[code], rng)
    words: dict[str, float] = {}
    while len(words) < WORDS:
        word = next(make)
        words.setdefault(word, len(word) * rng.lognormvariate(0, 0.35))
    ranked = sorted(words, key=words.__getitem__)
    if MARKS.get(code, Marks()).has_capital_nouns:
        # The most frequent hundred are articles, pronouns and the like.
        ranked[100:] = [capital(word) if rng.random() < 0.4 else word for word in ranked[100:]]
    return ranked


def _syllable_words(sounds: Sounds, rng: Random) -> Iterator[str]:
    onsets, nuclei, codas = (
        ["" if sound == "-" else sound for sound in part.split()]
        for part in (sounds.onsets, sounds.nuclei, sounds.codas)
    )
    lengths = range(1, len(sounds.syllables) + 1)
    while True:
        syllables = rng.choices(lengths, sounds.syllables)[0]
        yield (sounds.prefix if rng.random() < 0.25 else "") + "".join(
            onset + nucleus + coda
            for onset, nucleus, coda in zip(
                *(
                    rng.choices(part, cum_weights=zipf(len(part)), k=syllables)
                    for part in (onsets, nuclei, codas)
                ),
                strict=True,
            )
        )


def _han_words(rng: Random) -> Iterator[str]:
    """Make words of the characters that GB 2312 counts as common: its rows 16 to 55."""
    codes = (bytes((row + 160, cell + 160)) for row in range(16, 56) for cell in range(1, 95))
    characters = [character for code in codes if (character := code.decode("gb2312", "ignore"))]
    rng.shuffle(characters)
    # The most frequent character is every 25th of a Chinese text, far below Zipf's first rank.
    weights = tuple(accumulate((rank + 20) ** -0.8 for rank in range(len(characters))))
    sizes = SOUNDS["zh"].syllables
    while True:
        size = rng.choices(range(1, len(sizes) + 1), sizes)[0]
        yield "".join(rng.choices(characters, cum_weights=weights, k=size))
