"""Any history of a library, read by any legal way, gives what its root promises."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.folder import Folder
from tests.reader import State, apply_pack, read, root_of, state_hash, ways
from webapp.publishing import check, publish

NAMES = ("dawn", "noon", "dusk", "night")

# Text for an article, or None where its file is taken away.
texts = st.one_of(st.none(), st.sampled_from(["One word.", "Two words.", "Three, in all."]))
editions = st.dictionaries(st.sampled_from(NAMES), texts, min_size=1, max_size=len(NAMES))
histories = st.lists(editions, min_size=1, max_size=6)


def bring(folder: Folder, edition: dict[str, str | None]) -> None:
    for name, text in edition.items():
        if text is not None:
            folder.write(name, text)
        elif (folder.path / f"{name}.md").exists():
            folder.remove(name)


def arrive(corpus: Path, state: State, way: list[str]) -> State:
    state = dict(state)
    for file in way:
        apply_pack(state, read(corpus, file))
    return state


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories, ballast=st.booleans())
def test_every_way_from_every_edition_leads_to_the_state_of_the_root(
    history: list[dict[str, str | None]], ballast: bool
) -> None:
    """With ballast the base is heavy and changes pile up; without it, it is often rewritten."""
    with tempfile.TemporaryDirectory() as place:
        folder, data = Folder(Path(place) / "source"), Path(place) / "data"
        corpus = data / "corpus"
        now = datetime(2026, 11, 1, 12, tzinfo=UTC)
        held: dict[int, State] = {}
        folder.write("ballast", "\n\n".join(["A heavy text. " * 40] * (40 if ballast else 1)))
        for step, edition in enumerate(history):
            bring(folder, edition)
            publish(folder.path, data, quick=True, now=now + timedelta(days=step))
            root = root_of(corpus)
            promised = root["articles"]
            for start in (None, *held):
                for way in ways(root, start):
                    arrived = arrive(corpus, held.get(start or 0, {}), way)
                    assert len(arrived) == promised["count"]
                    assert state_hash(arrived) == promised["sha256"]
            held[root["edition"]] = arrive(corpus, {}, next(ways(root, None)))
            assert texts_of(held[root["edition"]]) == texts_in(folder)
            assert check(data) == []


def texts_of(state: State) -> dict[str, str]:
    """What a reader sees, by title."""
    articles = [json.loads(line) for line in state.values()]
    return {article["title"]: "".join(article["blocks"]) for article in articles}


def texts_in(folder: Folder) -> dict[str, str]:
    """What the publisher wrote, by title, as the paragraphs it must become."""
    return {
        path.stem: "".join(
            f"<p>{part.strip()}</p>"
            for part in path.read_text().split("---\n\n", 1)[1].split("\n\n")
            if part.strip()
        )
        for path in folder.path.glob("*.md")
    }
