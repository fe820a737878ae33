"""What a publisher leaves that has ended in the middle, and who holds the lock meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.folder import Folder
from tests.reader import head_of
from tests.webapp.editions import Publish, crash
from webapp.publishing import HeldError, writer
from webapp.publishing.lock import hold_lock


class TestACrash:
    def test_before_the_flip_leaves_the_old_edition_and_the_next_run_completes(
        self, folder: Folder, data: Path, publish_folder: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.write("dawn")
        publish_folder()
        folder.write("dusk")

        def refuse(path: Path, content: bytes) -> None:
            raise OSError(28, "No space left on device", str(path))

        with monkeypatch.context() as patch:
            patch.setattr(writer, "write_durably", refuse)
            with pytest.raises(OSError, match="No space"):
                publish_folder()
        assert head_of(data / "corpus")["edition"] == 1
        published = publish_folder()
        assert (published.edition, published.added) == (2, 1)

    def test_after_the_flip_needs_no_edition_more(
        self, folder: Folder, data: Path, publish_folder: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.write("dawn")
        publish_folder()
        folder.write("dusk")
        with monkeypatch.context() as patch:
            patch.setattr("webapp.library.Library.record", lambda *_: crash())
            with pytest.raises(KeyboardInterrupt):
                publish_folder()
        assert head_of(data / "corpus")["edition"] == 2
        published = publish_folder()
        assert (published.is_new, published.edition, published.articles) == (False, 2, 2)

    def test_a_change_that_is_taken_back_before_the_next_run_makes_no_edition(
        self, folder: Folder, data: Path, publish_folder: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.write("dawn", "One.")
        publish_folder()
        folder.write("dawn", "Two.")
        with monkeypatch.context() as patch:
            patch.setattr(writer, "write_published", lambda *_, **__: crash())
            with pytest.raises(KeyboardInterrupt):
                publish_folder()
        folder.write("dawn", "One.")
        assert not publish_folder().is_new

    def test_what_a_crash_left_half_written_is_swept_by_the_next_edition(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        leftovers = [
            data / "corpus" / f"pack-{'0' * 64}.json.br",
            data / "corpus" / f".pack-{'1' * 64}.json.new",
        ]
        for path in leftovers:
            path.write_bytes(b"half")
        folder.write("dusk")
        publish_folder()
        assert not any(path.exists() for path in leftovers)

    def test_a_lost_library_file_changes_neither_addresses_nor_editions(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn", title="The harbour")
        publish_folder()
        folder.write("dawn", title="The old harbour")
        folder.write("dusk", title="The harbour")
        publish_folder()
        for path in data.glob("library.sqlite*"):
            path.unlink()
        assert not publish_folder().is_new
        folder.remove("dusk")
        assert publish_folder().withdrawn == 1


class TestTheLock:
    def test_a_second_publisher_is_told_who_holds_it(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        data.mkdir()
        holder = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from pathlib import Path\n"
                "from webapp.publishing.lock import hold_lock\n"
                "with hold_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()",
                str(data / "lock"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert holder.stdin
        assert holder.stdout
        with holder, holder.stdin, holder.stdout:
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(HeldError, match=f"process {holder.pid} on "):
                publish_folder()
            holder.kill()
        # The lock ended with its holder, however that ended.
        with hold_lock(data / "lock"):
            pass
