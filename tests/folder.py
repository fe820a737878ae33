"""A publisher's folder, as tests write it."""

from __future__ import annotations

from pathlib import Path


class Folder:
    """SOURCE: articles are written, changed and removed by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, text: str = "Some words.", **front: str) -> Path:
        """Write `name`.md with this text; its title is the name unless another is given."""
        front = {"title": name, "date": "2026-11-20"} | front
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        return self.put(f"{name}.md", f"---\n{lines}---\n\n{text}\n".encode())

    def put(self, file: str, data: bytes) -> Path:
        """Write a file of any kind."""
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def remove(self, name: str) -> None:
        """Remove `name`.md."""
        (self.path / f"{name}.md").unlink()

    def describe(self, title: str, lang: str = "en") -> None:
        """Write octavo.toml."""
        self.put("octavo.toml", f'title = "{title}"\nlang = "{lang}"\n'.encode())
