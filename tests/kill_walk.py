"""Stops a piece of work at a chosen system call, as `kill -9` and a broken disk do.

The work runs in a fork of this process, watched through ptrace(2): each call by which it or one of
its threads and processes changes what lies in a folder is a **point**, SQLite's calls included.
Before the call runs, `decide` says what becomes of it. A seccomp(2) filter lets all other calls run
without a stop, so that watching costs little. Linux on x86_64 and aarch64.

A process that traces must have no children of its own: `trace()` waits for all that it has.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Kill(NamedTuple):
    """The process is killed before the call; a write may first have come half of its way."""

    half_written: bool = False


class Fail(NamedTuple):
    """The call does nothing and gives this error number."""

    number: int


class Point(NamedTuple):
    """One call that changes the folder: the how manieth, by which process, and of which file."""

    number: int
    process: int
    call: str
    file: str


@dataclass(slots=True)
class Trace:
    """The points that were passed, all threads and processes that were watched, and how the work
    ended: its exit status, None when it was killed."""

    points: list[Point] = field(default_factory=list)
    tasks: set[int] = field(default_factory=set)
    status: int | None = None


Decide = Callable[[Point], Kill | Fail | None]


class _Call(NamedTuple):
    """A call's number on each machine, and which arguments name the file that it changes.

    `fd` is a descriptor's place; `path` a path's, relative to the folder at `at` if there is one.
    """

    x86_64: int | None
    aarch64: int | None
    fd: int | None = None
    path: int | None = None
    at: int | None = None
    flags: int | None = None


CALLS = {
    "write": _Call(1, 64, fd=0),
    "pwrite64": _Call(18, 68, fd=0),
    "writev": _Call(20, 66, fd=0),
    "fsync": _Call(74, 82, fd=0),
    "fdatasync": _Call(75, 83, fd=0),
    "ftruncate": _Call(77, 46, fd=0),
    "fallocate": _Call(285, 47, fd=0),
    "sendfile": _Call(40, 71, fd=0),
    "copy_file_range": _Call(326, 285, fd=2),
    "open": _Call(2, None, path=0, flags=1),
    "openat": _Call(257, 56, path=1, at=0, flags=2),
    "truncate": _Call(76, 45, path=0),
    "rename": _Call(82, None, path=1),
    "renameat": _Call(264, 38, path=3, at=2),
    "renameat2": _Call(316, 276, path=3, at=2),
    "link": _Call(86, None, path=1),
    "linkat": _Call(265, 37, path=3, at=2),
    "symlinkat": _Call(266, 36, path=2, at=1),
    "unlink": _Call(87, None, path=0),
    "unlinkat": _Call(263, 35, path=1, at=0),
    "rmdir": _Call(84, None, path=0),
    "mkdir": _Call(83, None, path=0),
    "mkdirat": _Call(258, 34, path=1, at=0),
}

MACHINE = platform.machine()
NAME_OF = {
    number: name
    for name, call in CALLS.items()
    if (number := getattr(call, MACHINE, None)) is not None
}
"""The calls by their numbers on this machine; empty on one that is not known."""
CHANGES = os.O_CREAT | os.O_TRUNC
AT_FDCWD = -100

# From <linux/ptrace.h>, <sys/wait.h>, <linux/prctl.h>, <linux/seccomp.h> and <linux/filter.h>.
TRACEME, POKEUSER, CONT, SETOPTIONS = 0, 6, 7, 0x4200
GETREGSET, SETREGSET, GET_SYSCALL_INFO = 0x4204, 0x4205, 0x420E
OPTIONS = 2 | 4 | 8 | 0x80 | 0x100000  # forks, vforks, clones, filtered calls; ends with this one
FILTERED = 7
WALL = 0x40000000
SET_NO_NEW_PRIVS, SET_SECCOMP, MODE_FILTER = 38, 22, 2
LOAD, EQUALS, RETURN = 0x20, 0x15, 0x06
ALLOW, STOP = 0x7FFF0000, 0x7FF00000

_libc = ctypes.CDLL(None, use_errno=True)


def trace(work: Callable[[], int], folder: Path, decide: Decide = lambda _: None) -> Trace:
    """Run `work` in a fork, which exits with what it returns, and return what it did to `folder`.

    An error of the work is printed and makes its status 1. On a machine whose calls are not known
    it is a NotImplementedError.
    """
    if platform.system() != "Linux" or not NAME_OF:
        raise NotImplementedError(
            "A process can be stopped at its system calls on Linux, x86_64 or aarch64;"
            f" this is {platform.system()}, {MACHINE}."
        )
    folder = folder.resolve()
    child = os.fork()
    if child == 0:
        _ptrace(TRACEME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _stop_at(NAME_OF)
        status = 1
        try:
            status = work()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.waitpid(child, 0)
    _ptrace(SETOPTIONS, child, 0, OPTIONS)
    _ptrace(CONT, child, 0, 0)
    return _watch(child, folder, decide)


def _stop_at(numbers: Iterable[int]) -> None:
    """Let this process and all that come of it stop for their tracer before these calls."""
    wanted = list(numbers)
    # Jumps skip as many instructions as they say: to the last, which stops, else to the next.
    program = [(LOAD, 0, 0, 0)]
    program += [(EQUALS, len(wanted) - place, 0, number) for place, number in enumerate(wanted)]
    program += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, STOP)]
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    given = ctypes.create_string_buffer(filter_, len(filter_))
    _prctl(SET_NO_NEW_PRIVS, 1, 0)
    _prctl(SET_SECCOMP, MODE_FILTER, ctypes.addressof(given))


def _watch(child: int, folder: Path, decide: Decide) -> Trace:
    seen = Trace()
    while True:
        try:
            task, status = os.waitpid(-1, WALL)
        except ChildProcessError:
            return seen
        if not os.WIFSTOPPED(status):
            if task == child and os.WIFEXITED(status):
                seen.status = os.WEXITSTATUS(status)
            continue
        seen.tasks.add(task)
        stopped_by = os.WSTOPSIG(status)
        try:
            if status >> 16 == FILTERED:
                _at_call(task, folder, decide, seen)
            # Tasks that are followed begin with a SIGSTOP, and events come as SIGTRAP.
            passed_on = stopped_by not in (signal.SIGSTOP, signal.SIGTRAP)
            _ptrace(CONT, task, 0, stopped_by if passed_on else 0)
        except ProcessLookupError:
            continue  # it was killed


def _at_call(task: int, folder: Path, decide: Decide, seen: Trace) -> None:
    info = ctypes.create_string_buffer(88)
    _ptrace(GET_SYSCALL_INFO, task, len(info), ctypes.addressof(info))
    number, *arguments = struct.unpack_from("=7Q", info, 24)
    name = NAME_OF[number]
    path = _changed_file(task, CALLS[name], arguments)
    if path is None or not path.is_relative_to(folder):
        return
    process = _process_of(task)
    point = Point(len(seen.points) + 1, process, name, path.relative_to(folder).as_posix())
    seen.points.append(point)
    match decide(point):
        case Kill(half_written):
            if half_written:
                _write_half(task, name, arguments)
            os.kill(process, signal.SIGKILL)
        case Fail(error):
            _give_error(task, error)


def _changed_file(task: int, call: _Call, arguments: list[int]) -> Path | None:
    if call.flags is not None and not arguments[call.flags] & CHANGES:
        return None
    try:
        if call.fd is not None:
            return Path(f"/proc/{task}/fd/{arguments[call.fd]}").readlink()
        assert call.path is not None
        named = _text_at(task, arguments[call.path])
        at = AT_FDCWD if call.at is None else ctypes.c_int(arguments[call.at]).value
        start = f"/proc/{task}/cwd" if at == AT_FDCWD else f"/proc/{task}/fd/{at}"
        return Path(start).readlink() / named
    except OSError:
        return None  # no such descriptor: the call itself will say so


def _text_at(task: int, address: int) -> str:
    with open(f"/proc/{task}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        text = b""
        while b"\0" not in text:
            memory.seek(address + len(text))
            # A read stops where the mapping does; a page is never crossed twice.
            text += memory.read(4096 - (address + len(text)) % 4096)
        return os.fsdecode(text.split(b"\0", 1)[0])


def _process_of(task: int) -> int:
    status = Path(f"/proc/{task}/status").read_text()
    return int(status.split("\nTgid:", 1)[1].split("\n", 1)[0])


def _write_half(task: int, name: str, arguments: list[int]) -> None:
    """Write the first half of what the call would have written, in its place."""
    descriptor, address, length = arguments[:3]
    if name == "pwrite64":
        offset = arguments[3]
    else:
        position = Path(f"/proc/{task}/fdinfo/{descriptor}").read_text()
        offset = int(position.split("pos:", 1)[1].split("\n", 1)[0])
    with open(f"/proc/{task}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        memory.seek(address)
        data = memory.read(length // 2)
    file = os.open(f"/proc/{task}/fd/{descriptor}", os.O_WRONLY)
    try:
        os.pwrite(file, data, offset)
    finally:
        os.close(file)


def _give_error(task: int, number: int) -> None:
    """Let the call that is about to run be none, by the number -1, and return this error."""
    if MACHINE == "x86_64":
        _ptrace(POKEUSER, task, 15 * 8, 2**64 - 1)  # orig_rax
        _ptrace(POKEUSER, task, 10 * 8, 2**64 - number)  # rax
    else:
        _set_registers(task, 0x404, struct.pack("=i", -1))  # NT_ARM_SYSTEM_CALL
        registers = bytearray(_registers(task, 1, 34 * 8))  # NT_PRSTATUS, of which x0 is the first
        struct.pack_into("=q", registers, 0, -number)
        _set_registers(task, 1, bytes(registers))


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def _registers(task: int, kind: int, length: int) -> bytes:
    buffer = ctypes.create_string_buffer(length)
    vector = _Vector(ctypes.addressof(buffer), length)
    _ptrace(GETREGSET, task, kind, ctypes.addressof(vector))
    return buffer.raw


def _set_registers(task: int, kind: int, data: bytes) -> None:
    buffer = ctypes.create_string_buffer(data, len(data))
    vector = _Vector(ctypes.addressof(buffer), len(data))
    _ptrace(SETREGSET, task, kind, ctypes.addressof(vector))


def _ptrace(request: int, task: int, address: int, data: int) -> None:
    call = _libc.ptrace
    call.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    call.restype = ctypes.c_long
    if call(request, task, address, data) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"ptrace({request:#x}): {os.strerror(number)}")


def _prctl(option: int, first: int, second: int) -> None:
    call = _libc.prctl
    call.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    if call(option, first, second, 0, 0) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {os.strerror(number)}")
