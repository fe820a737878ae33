"""From a folder of files to articles: `read_source()` walks SOURCE and says what each file became.

In goes SOURCE, and what is known of its files from the last reading (`Stamp` by path). Out comes
one `Outcome` for each file, in the order of paths: `Unchanged`, `Read` (an article, or its
withdrawal, with warnings), `Draft`, or `Refused` with a `Problem` that says what was seen, what was
expected and what to do. No file, whatever is in it, keeps the others from being read.

    walk          what lies in SOURCE, and what is refused at sight
    source        what is unchanged, what two files claim, the order
    workers       all cores, and walls around each reading
    reading       one file, from bytes to outcome: encoding, formats, finishing
    text          plain text in news style
    markdown      Markdown, with front_matter (its syntax) and fields (their meaning)
    links         what the links of a text name, and where they lead
    problems      all the words for what can be wrong
    settings      octavo.toml: what the library is called
"""

from webapp.ingest.links import Link
from webapp.ingest.outcomes import Draft, Outcome, Read, Refused, Stamp, Unchanged
from webapp.ingest.problems import Problem
from webapp.ingest.source import read_source

__all__ = [
    "Draft",
    "Link",
    "Outcome",
    "Problem",
    "Read",
    "Refused",
    "Stamp",
    "Unchanged",
    "read_source",
]
