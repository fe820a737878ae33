"""The limits of what is parsed; beyond one the text is kept and its markup is not.

html5lib takes quadratic time in most of what is limited here, so that a file of a few hundred
kilobytes could keep it busy for hours. Of 290 honest documents the largest had 850,000 characters,
7,500 elements, 27 of them inside each other and 16 attributes in one tag.
"""

MAX_CHARACTERS = 2_000_000
MAX_TAGS = 40_000
"""Signs `<`, two for an ordinary element."""
MAX_AMPERSANDS = 40_000
"""Signs `&` after references to characters beyond ASCII were replaced by those."""
MAX_DEPTH = 120
"""Elements inside each other; browsers keep 512."""
MAX_ATTRIBUTES = 100
"""In one tag."""
MAX_FOSTERED = 3_000
"""Pieces that stand in a table but in no cell, which HTML moves before the table."""
MAX_TOKENS = 400_000
"""What the tokenizer makes: a few for each `<` and `&`, unless the text is mistakes throughout."""
MAX_COPIED = 50_000_000
"""Characters that html5lib copies to lengthen names and values by one character at a time."""


class BeyondLimitError(Exception):
    """A text is beyond a limit; the message says what was seen and, in numbers, what is taken."""
