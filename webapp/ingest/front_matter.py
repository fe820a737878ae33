"""Front matter as Hugo and Jekyll write it: a table of fields before the text, in YAML or TOML.

python-frontmatter finds and divides; the tables are parsed here, for three reasons. Its TOML needs
the package `toml`, which stops at TOML 0.5, while Python has TOML 1.0. Its `parse()` drops a table
that is no mapping, with what stood in it, and strips the text. And YAML's own idea of what a value
is loses what people wrote: `lang: no` is False, `title: 1_000` is 1000, `title: 007` is 7. So in
YAML everything is text here, and the field says what it should be.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler, YAMLHandler

from webapp.ingest import problems
from webapp.ingest.problems import UnreadableError

CHARACTERS_MOST = 65_536
DEPTH_MOST = 20


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields by name in small letters (Hugo’s rule), and the line that each stands on."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return a file's front matter, which may be empty, and the text after it, as it stands.

    Raises UnreadableError when there is front matter that does not parse.
    """
    handler = frontmatter.detect_format(text, HANDLERS)
    if handler is None or not _begins_a_table(text):
        return FrontMatter(), text
    try:
        table, body = handler.split(text)
    except ValueError as error:
        raise UnreadableError(problems.front_matter("Front matter that never ends.", 1)) from error
    if len(table) > CHARACTERS_MOST:
        raise UnreadableError(problems.front_matter(f"Front matter of {len(table)} characters.", 1))
    loaded = handler.load(table)
    if not isinstance(loaded, dict):
        if loaded is None:
            return FrontMatter(), body
        raise UnreadableError(problems.front_matter("Front matter without names of fields.", 2))
    return FrontMatter(
        {str(key).lower(): value for key, value in loaded.items()}, _lines(table)
    ), body


KEY = re.compile(r"""^["']?([\w.-]+)["']?[ \t]*[:=]""")


def _begins_a_table(text: str) -> bool:
    """Return whether the first line opens front matter: in Markdown `---` is a rule as well.

    A rule has an empty line after it, or is the only one of its kind; but where a field follows, it
    is front matter, were it never closed.
    """
    first, _, rest = text.partition("\n")
    if not rest.startswith("\n"):
        closed = re.search(rf"^{re.escape(first.strip())}[ \t]*$", rest, re.M)
        return closed is not None or KEY.match(rest) is not None
    return KEY.match(rest.lstrip("\n")) is not None


def _lines(table: str) -> dict[str, int]:
    # The table begins behind the opening delimiter, which is line 1.
    lines: dict[str, int] = {}
    for number, line in enumerate(table.split("\n"), start=1):
        if found := KEY.match(line):
            lines.setdefault(found[1].lower(), number)
    return lines


class _TextLoader(yaml.SafeLoader):
    """Loads YAML as text, lists and mappings: no types, no aliases, no second field of one name.

    Aliases are refused: a few lines of them unfold to any size, and nobody's front matter has them.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012  PyYAML's own way to say it
        first: [(tag, form) for tag, form in known if tag == "tag:yaml.org,2002:null"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _in_yaml("an alias (*name), which front matter cannot have", event.start_mark)
        self._depth += 1
        if self._depth > DEPTH_MOST:
            raise _in_yaml(f"more than {DEPTH_MOST} levels of nesting", event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _in_yaml("a list or a table as the name of a field", key.start_mark)
            if key.value in names:
                raise _in_yaml(f"the field {key.value!r} for the second time", key.start_mark)
            names.add(key.value)
        return super().construct_mapping(node, deep)


def _in_yaml(seen: str, mark: Any) -> UnreadableError:
    return UnreadableError(
        problems.front_matter(f"In its YAML: {seen}.", mark.line + 1 if mark else None)
    )


class _Yaml(YAMLHandler):
    # Jekyll lets YAML's own end of a document close it as well.
    FM_BOUNDARY = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)

    def detect(self, text: str) -> bool:
        return text.startswith("---") and super().detect(text)

    def load(self, fm: str, **_kwargs: object) -> Any:
        try:
            return yaml.load(fm, Loader=_TextLoader)  # noqa: S506  it is a SafeLoader
        except yaml.MarkedYAMLError as error:
            seen = str(error.problem or error.context)
            # What never ends is mended where it begins, which is the context.
            is_endless = "end of stream" in seen and error.context_mark
            raise _in_yaml(
                seen, error.context_mark if is_endless else error.problem_mark
            ) from error
        except (yaml.YAMLError, ValueError) as error:
            # ValueError: PyYAML lets it through, for instance from `!!int x`.
            raise _in_yaml(str(error).splitlines()[0], None) from error


class _Toml(BaseHandler):
    FM_BOUNDARY = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str) -> dict[str, Any]:
        try:
            return tomllib.loads(fm)
        except tomllib.TOMLDecodeError as error:
            # Python says the place in the message only, until 3.14 at least.
            found = re.search(r"\(at line (\d+), column \d+\)$", str(error))
            line = int(found[1]) if found else None
            seen = f"In its TOML: {re.sub(r' [(]at [^()]*[)]$', '', str(error))}."
            raise UnreadableError(problems.front_matter(seen, line)) from error
        except RecursionError as error:
            raise UnreadableError(
                problems.front_matter("In its TOML: far too many levels of nesting.")
            ) from error


HANDLERS = (_Yaml(), _Toml())
