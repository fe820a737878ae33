"""What holds for every test."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Time says nothing of an example on a machine that runs other tests meanwhile.
settings.register_profile("beside others", deadline=None)
settings.load_profile("beside others")


@pytest.fixture(scope="session", autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Let what the last tests left open be their error: nobody hears it when a worker ends."""
    yield
    gc.collect()
