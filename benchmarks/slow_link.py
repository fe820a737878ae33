"""A link of a given speed between a browser and a server: 1.6 Mbit/s and 150 ms is poor 3G."""

from __future__ import annotations

import asyncio
import threading
import time
from types import TracebackType
from typing import Self

PIECE = 8_192


class SlowLink:
    """Listens on a port of its own and hands everything on, no faster than the link allows.

    `bytes_per_s` bounds what comes from the server, over all connections together; every answer
    begins `delay_s` late. `passed` counts the bytes that came from the server.
    """

    def __init__(self, to_port: int, bytes_per_s: float, delay_s: float) -> None:
        self._to_port = to_port
        self._bytes_per_s = bytes_per_s
        self._delay_s = delay_s
        self._free_at = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self.port = 0
        self.passed = 0

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.start_server(self._connect, "127.0.0.1", 0)
        server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        self.port = server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connect(
        self, from_browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter
    ) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._to_port)
        try:
            await asyncio.gather(
                self._hand_on(from_browser, to_server, is_slow=False),
                self._hand_on(from_server, to_browser, is_slow=True),
            )
        except (ConnectionError, asyncio.CancelledError):
            pass  # one side hung up, or the link ends
        finally:
            to_server.close()
            to_browser.close()

    async def _hand_on(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_slow: bool
    ) -> None:
        last = 0.0
        while piece := await source.read(PIECE):
            if is_slow:
                self.passed += len(piece)
                if time.monotonic() - last > self._delay_s:
                    await asyncio.sleep(self._delay_s)
                await self._wait_for_room(len(piece))
                last = time.monotonic()
            target.write(piece)
            await target.drain()
        target.write_eof()

    async def _wait_for_room(self, size: int) -> None:
        now = time.monotonic()
        self._free_at = max(now, self._free_at) + size / self._bytes_per_s
        await asyncio.sleep(self._free_at - now)
