"""A filter of system calls for a parser's process: it refuses to write, to talk, to start programs and to touch other processes.

No privilege is needed (``no_new_privs``), so it stands in containers too, where a network namespace of one's own mostly does not.
A refused call returns EPERM: the parser sees an error, not a kill, and can say so. Linux on x86-64 and ARM64 only.

Source: seccomp(2), prctl(2); numbers from the kernel's ``asm/unistd_64.h`` and ``asm-generic/unistd.h``.
"""

import ctypes
import platform
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 1, 38, 22, 2
_SIGKILL = 9
# Flags of open(2) that write: O_WRONLY, O_RDWR, O_CREAT, O_TRUNC; the same on both machines.
_WRITING = 0o1 | 0o2 | 0o100 | 0o1000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _EPERM, _ENOSYS = 0x7FFF0000, 0x00050001, 0x00050026
# A new thread is no new process; clone3 hides its flags in memory, and without it the C library takes clone.
_CLONE_THREAD, _CLONE3 = 0x10000, 435
# Numbers from here on are the x32 calls of x86-64, a second door to the same rooms.
_SECOND_DOOR = 0x40000000
# The same numbers on both: io_uring_setup, _enter, _register (open and connect without a call), openat2 (its flags lie in memory),
# pidfd_send_signal, pidfd_getfd, fchmodat2.
_NEW = (425, 426, 427, 437, 424, 438, 452)


@dataclass(frozen=True, slots=True)
class _Machine:
    """Numbers of calls on one kind of machine.

    Attributes:
        audit: AUDIT_ARCH_* of the kernel.
        opens: call that opens → which of its arguments holds the flags.
        clone: call that makes threads and processes; its flags come first.
        refused: calls that no parser needs.
    """

    audit: int
    opens: dict[int, int]
    clone: int
    refused: tuple[int, ...]


# socket socketpair connect bind listen sendto sendmsg · execve execveat fork vfork · ptrace kill tkill process_vm_readv/writev · creat
# unlink unlinkat rename renameat renameat2 mkdir mkdirat rmdir link linkat symlink symlinkat mknod mknodat truncate · chmod fchmod
# fchmodat chown fchown lchown fchownat utime utimes utimensat futimesat, extended attributes · mount umount2 unshare setns bpf
# userfaultfd perf_event_open keyctl add_key request_key · setpgid setsid (the group is what the parent kills)
_X86 = (
    *(41, 53, 42, 49, 50, 44, 46, 59, 322, 57, 58, 101, 62, 200, 310, 311, 85, 87, 263, 82, 264, 316, 83, 258, 84, 86, 265, 88, 266),
    *(133, 259, 76, 90, 91, 268, 92, 93, 94, 260, 132, 235, 280, 261, 188, 189, 190, 197, 198, 199),
    *(165, 166, 272, 308, 321, 323, 298, 250, 248, 249, 109, 112),
)
_ARM = (
    *(198, 199, 203, 200, 201, 206, 211, 221, 281, 117, 129, 130, 270, 271, 35, 38, 276, 34, 37, 36, 33, 45, 52, 53, 55, 54, 88),
    *(5, 6, 7, 14, 15, 16, 40, 39, 97, 268, 280, 282, 241, 219, 217, 218, 154, 157),
)
_MACHINES = {
    "x86_64": _Machine(0xC000003E, {2: 1, 257: 2}, 56, (*_X86, *_NEW)),
    "aarch64": _Machine(0xC00000B7, {56: 2}, 220, (*_ARM, *_NEW)),
}


def filter_calls() -> bool:
    """Put the filter around this process and its threads; True when it stands, False where there is none (the other layers do).

    The process is also made to die with its parent.
    """
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or machine is None or sys.maxsize < 2**32:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    program = b"".join(_program(machine))
    held = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HP", len(program) // 8, ctypes.addressof(held))  # struct sock_fprog: length, padding, pointer
    passed = ctypes.create_string_buffer(header, len(header))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(passed), 0, 0) == 0)


def _program(machine: _Machine) -> Iterator[bytes]:
    """The filter as instructions of classic BPF; each jump skips at most the next four, so none can overflow its byte."""
    yield _step(_LOAD, _MACHINE_AT)
    yield _step(_IF_EQUAL, machine.audit, skip=1)
    yield _step(_RETURN, _EPERM)
    yield _step(_LOAD, _NUMBER_AT)
    yield _step(_IF_AT_LEAST, _SECOND_DOOR, skip_else=1)
    yield _step(_RETURN, _EPERM)
    for number in machine.refused:
        yield _step(_IF_EQUAL, number, skip_else=1)
        yield _step(_RETURN, _EPERM)
    for number, argument in machine.opens.items():
        yield _step(_IF_EQUAL, number, skip_else=4)
        yield _step(_LOAD, _ARGUMENTS_AT + 8 * argument)
        yield _step(_IF_ANY_BIT, _WRITING, skip_else=1)
        yield _step(_RETURN, _EPERM)
        yield _step(_RETURN, _ALLOW)
    yield _step(_IF_EQUAL, _CLONE3, skip_else=1)
    yield _step(_RETURN, _ENOSYS)
    yield _step(_IF_EQUAL, machine.clone, skip_else=3)
    yield _step(_LOAD, _ARGUMENTS_AT)
    yield _step(_IF_ANY_BIT, _CLONE_THREAD, skip=1)
    yield _step(_RETURN, _EPERM)
    yield _step(_RETURN, _ALLOW)


def _step(code: int, value: int, *, skip: int = 0, skip_else: int = 0) -> bytes:
    return struct.pack("HBBI", code, skip, skip_else, value)
