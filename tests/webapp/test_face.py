"""The library's face: made from octavo.toml, written to DIR/face, read by the server."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.folder import Folder
from webapp.face import FACE, Face, FaceError, load_face, read_face
from webapp.face.making import make_face, write_face
from webapp.face.stylesheet import SELECTORS, face_css
from webapp.ingest.settings import read_settings
from webapp.publishing import Published, check, publish

TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"

LOOKS = (
    'title = "Harbour"\nlang = "fr"\npublisher = "Harbour News"\nstart = "Read it at sea."\n'
    'colour = "#FFD400"\nlogo = "logo.png"\nlanguages = ["en", "ar"]\n'
)


def picture(side: int = 512, colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def looks(folder: Folder) -> Folder:
    """A library with a colour and a logo."""
    folder.write("dawn")
    folder.put("octavo.toml", LOOKS.encode())
    folder.put("logo.png", picture())
    return folder


def publish_quickly(folder: Folder, data: Path) -> Published:
    return publish(folder.path, data, quick=True)


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_size) for path in folder.iterdir()}


class TestWriting:
    def test_a_server_reads_what_the_publisher_said(self, looks: Folder, data: Path) -> None:
        publish_quickly(looks, data)
        face = load_face(data / "face")
        assert (face.title, face.lang, face.publisher) == ("Harbour", "fr", "Harbour News")
        assert (face.start, face.languages) == ("Read it at sea.", ("en", "ar"))
        assert (face.colour, face.accents["light"].accent) == ("#FFD400", "#816A01")
        assert set(face.icons) == {
            *("any-192", "any-512", "maskable-512", "touch-180", "favicon-32"),
        }

    def test_a_library_that_says_nothing_has_its_name_and_octavos_looks(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        publish_quickly(folder, data)
        face = load_face(data / "face")
        assert face == Face(title="source", publisher="source")

    def test_the_same_settings_give_the_same_bytes_and_are_not_written_again(
        self, looks: Folder, data: Path, tmp_path: Path
    ) -> None:
        publish_quickly(looks, data)
        before = state_of(data / "face")
        assert publish_quickly(looks, data).is_face_changed is False
        assert state_of(data / "face") == before
        publish_quickly(looks, tmp_path / "other")
        for path in (data / "face").iterdir():
            assert (tmp_path / "other" / "face" / path.name).read_bytes() == path.read_bytes()

    def test_only_another_face_counts_as_a_change(self, looks: Folder, data: Path) -> None:
        assert publish_quickly(looks, data).is_face_changed is False
        looks.put("octavo.toml", LOOKS.replace("FFD400", "D0021B").encode())
        published = publish_quickly(looks, data)
        assert (published.is_new, published.is_face_changed) == (False, True)

    def test_icons_stay_for_servers_that_started_with_them_and_then_go(
        self, looks: Folder, data: Path
    ) -> None:
        icons = []
        for colour in ("red", "green", "blue"):
            looks.put("logo.png", picture(colour=colour))
            publish_quickly(looks, data)
            icons.append(load_face(data / "face").icons["any-512"])
        assert [path.exists() for path in icons] == [False, True, True]

    def test_what_a_crash_left_is_removed(self, looks: Folder, data: Path) -> None:
        publish_quickly(looks, data)
        (data / "face" / ".face.json.new").write_text("half")
        (data / "face" / "any-192-00000000.png").write_text("half")
        looks.put("octavo.toml", LOOKS.replace("FFD400", "D0021B").encode())
        publish_quickly(looks, data)
        names = {path.name for path in (data / "face").iterdir()}
        assert len(names) == 6
        assert not names & {".face.json.new", "any-192-00000000.png"}

    def test_a_damaged_icon_is_written_again(self, looks: Folder, data: Path) -> None:
        publish_quickly(looks, data)
        icon = load_face(data / "face").icons["any-512"]
        whole = icon.read_bytes()
        icon.write_bytes(b"half")
        publish_quickly(looks, data)
        assert icon.read_bytes() == whole

    def test_the_face_is_flipped_last(
        self, looks: Folder, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the disk is full in the midst of it, the face before is the whole face."""
        publish_quickly(looks, data)
        before = read_face(data / "face")
        looks.put("octavo.toml", LOOKS.replace("FFD400", "D0021B").encode())
        looks.put("logo.png", picture(colour="green"))
        made = make_face(looks.path, read_settings(looks.path))
        writes = 0
        fsync = os.fsync

        def fail_late(handle: int) -> None:
            nonlocal writes
            writes += 1
            if writes == 7:
                raise OSError(28, "No space left on device")
            fsync(handle)

        monkeypatch.setattr(os, "fsync", fail_late)
        with pytest.raises(OSError, match="No space left"):
            write_face(data / "face", made)
        monkeypatch.undo()
        assert read_face(data / "face") == before
        assert all(path.is_file() for path in before.icons.values())
        write_face(data / "face", made)
        assert load_face(data / "face").colour == "#D0021B"


class TestTheLogo:
    @pytest.mark.parametrize(
        ("logo", "seen"),
        [
            ("gone.png", "No such file"),
            ("../outside.png", "No file inside SOURCE"),
            ("art", "No file inside SOURCE"),
            ("link.png", "No file inside SOURCE"),
            ("a\\u0000b", "A text"),
            ("octavo.toml", "another kind"),
            ("small.png", "100 × 100 pixels"),
        ],
    )
    def test_one_that_cannot_be_used_is_reported_and_the_rest_goes_on(
        self, folder: Folder, data: Path, logo: str, seen: str
    ) -> None:
        folder.write("dawn")
        folder.put("art/other.png", picture())
        folder.put("small.png", picture(100))
        folder.path.with_name("outside.png").write_bytes(picture())
        (folder.path / "link.png").symlink_to(folder.path.with_name("outside.png"))
        folder.put("octavo.toml", f'colour = "#FFD400"\nlogo = "{logo}"\n'.encode())
        published = publish_quickly(folder, data)
        (problem,) = published.face.problems
        assert (problem.path, problem.place) == ("octavo.toml", "`logo`")
        assert seen in problem.seen + problem.expected
        face = load_face(data / "face")
        assert (face.colour, face.icons) == ("#FFD400", {})

    def test_a_small_one_is_taken_with_a_warning(self, looks: Folder, data: Path) -> None:
        looks.put("logo.png", picture(300))
        published = publish_quickly(looks, data)
        (warning,) = published.face.warnings
        assert "300 pixels" in warning.seen
        assert load_face(data / "face").icons

    def test_an_absolute_path_leads_nowhere_outside(self, looks: Folder, tmp_path: Path) -> None:
        (tmp_path / "mine.png").write_bytes(picture())
        settings = replace(read_settings(looks.path), logo=str(tmp_path / "mine.png"))
        (problem,) = make_face(looks.path, settings).problems
        assert "No file inside SOURCE" in problem.seen


class TestReading:
    def test_without_one_it_is_octavos_own(self, data: Path) -> None:
        assert load_face(data / "face") == Face()

    @pytest.mark.parametrize(
        "change",
        [
            b"",
            b"[]",
            b"{}",
            b'{"title": "Harbour"',
            {"start": "Read it at see."},
            {"icons": {"any-192": "../../etc/passwd"}},
            {"sha256": None},
        ],
    )
    def test_a_damaged_one_keeps_no_reader_from_the_library(
        self, looks: Folder, data: Path, change: bytes | dict[str, object]
    ) -> None:
        publish_quickly(looks, data)
        path = data / "face" / FACE
        document = json.loads(path.read_bytes())
        path.write_bytes(
            change if isinstance(change, bytes) else json.dumps(document | change).encode()
        )
        assert load_face(data / "face") == Face()
        with pytest.raises(FaceError, match="is not what was written"):
            read_face(data / "face")

    def test_a_missing_icon_is_octavos_own(self, looks: Folder, data: Path) -> None:
        publish_quickly(looks, data)
        load_face(data / "face").icons["any-512"].unlink()
        face = load_face(data / "face")
        assert "any-512" not in face.icons
        assert "any-192" in face.icons


class TestChecking:
    def test_finds_nothing_where_the_face_is_whole_or_there_is_none(
        self, looks: Folder, data: Path
    ) -> None:
        publish_quickly(looks, data)
        assert check(data) == []
        shutil.rmtree(data / "face")
        assert check(data) == []

    def test_names_every_damage_and_the_next_publication_mends_it(
        self, looks: Folder, data: Path
    ) -> None:
        publish_quickly(looks, data)
        icons = load_face(data / "face").icons
        icons["any-192"].write_bytes(b"half")
        icons["any-512"].unlink()
        assert {(finding.file, finding.what, finding.part) for finding in check(data)} == {
            (f"face/{icons['any-192'].name}", "does not hold what its name says", "face"),
            (
                f"face/{icons['any-512'].name}",
                "cannot be read: No such file or directory",
                "face",
            ),
        }
        (data / "face" / FACE).write_bytes(b"{")
        (finding,) = check(data)
        assert finding.file == "face/face.json"
        assert finding.is_damage
        publish_quickly(looks, data)
        assert check(data) == []

    def test_a_face_that_was_never_finished_is_no_damage(self, looks: Folder, data: Path) -> None:
        publish_quickly(looks, data)
        (data / "face" / FACE).unlink()
        (finding,) = check(data)
        assert (finding.file, finding.is_damage) == ("face/face.json", False)


class TestTheStyleSheet:
    def test_without_a_colour_it_says_nothing(self) -> None:
        assert re.fullmatch(rb"/\*[^*]*\*/\n", face_css(Face()))

    def test_gives_each_theme_its_accent_where_the_colours_are_not_the_readers(
        self, looks: Folder, data: Path
    ) -> None:
        publish_quickly(looks, data)
        face = load_face(data / "face")
        css = face_css(face).decode()
        guard = "@layer tokens {\n  /* Forced colours are the reader's own. */\n"
        assert guard + "  @media not (forced-colors: active) {\n" in css
        assert css.count("{") == css.count("}")
        for theme, selector in SELECTORS.items():
            accent = face.accents[theme]
            assert (
                f"{selector} {{\n      --accent: {accent.accent};\n"
                f"      --on-accent: {accent.on_accent};\n" in css
            )
        dark = face.accents["dark"].accent
        assert re.search(
            r"@media \(prefers-color-scheme: dark\) \{\s+:root:not\(\[data-theme\]\) \{\s+"
            rf"--accent: {dark};",
            css,
        )

    def test_names_the_themes_as_the_tokens_do(self) -> None:
        tokens = re.sub(r"\s+", " ", TOKENS.read_text(encoding="utf-8"))
        for selector in (*SELECTORS.values(), ":root:not([data-theme])"):
            assert " ".join(["", *selector.split(), "{"]) in tokens
        assert re.search(r"@layer tokens, base\b", tokens)
