"""System calls: their numbers, and which of them a hand-in's processes may make. Data only.

What is not listed does not exist (``ENOSYS``), so that libraries fall back on what they did before it was invented.
"""

from dataclasses import dataclass
from typing import Final

# fmt: off
NUMBERS: Final[dict[str, tuple["int | None", "int | None"]]] = {
    "accept": (43, 202), "accept4": (288, 242), "access": (21, None), "add_key": (248, 217), "alarm": (37, None),
    "arch_prctl": (158, None), "bind": (49, 200), "bpf": (321, 280), "brk": (12, 214), "capget": (125, 90),
    "chdir": (80, 49), "chmod": (90, None), "chown": (92, None), "chroot": (161, 51), "clock_getres": (229, 114),
    "clock_gettime": (228, 113), "clock_nanosleep": (230, 115), "clone": (56, 220), "clone3": (435, 435),
    "close": (3, 57), "close_range": (436, 436), "connect": (42, 203), "copy_file_range": (326, 285),
    "creat": (85, None), "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "epoll_create": (213, None),
    "epoll_create1": (291, 20), "epoll_ctl": (233, 21), "epoll_pwait": (281, 22), "epoll_pwait2": (441, 441),
    "epoll_wait": (232, None), "eventfd": (284, None), "eventfd2": (290, 19), "execve": (59, 221),
    "execveat": (322, 281), "exit": (60, 93), "exit_group": (231, 94), "faccessat": (269, 48),
    "faccessat2": (439, 439), "fadvise64": (221, 223), "fallocate": (285, 47), "fchdir": (81, 50),
    "fchmod": (91, 52), "fchmodat": (268, 53), "fchown": (93, 55), "fchownat": (260, 54), "fcntl": (72, 25),
    "fdatasync": (75, 83), "fgetxattr": (193, 10), "flistxattr": (196, 13), "flock": (73, 32), "fork": (57, None),
    "fremovexattr": (199, 16), "fsetxattr": (190, 7), "fstat": (5, 80), "fstatfs": (138, 44), "fsync": (74, 82),
    "ftruncate": (77, 46), "futex": (202, 98), "futex_waitv": (449, 449), "futimesat": (261, None),
    "get_mempolicy": (239, 236), "get_robust_list": (274, 100), "getcpu": (309, 168), "getcwd": (79, 17),
    "getdents": (78, None), "getdents64": (217, 61), "getegid": (108, 177), "geteuid": (107, 175),
    "getgid": (104, 176), "getgroups": (115, 158), "getitimer": (36, 102), "getpeername": (52, 205),
    "getpgid": (121, 155), "getpgrp": (111, None), "getpid": (39, 172), "getppid": (110, 173),
    "getpriority": (140, 141), "getrandom": (318, 278), "getresgid": (120, 150), "getresuid": (118, 148),
    "getrlimit": (97, 163), "getrusage": (98, 165), "getsid": (124, 156), "getsockname": (51, 204),
    "getsockopt": (55, 209), "gettid": (186, 178), "gettimeofday": (96, 169), "getuid": (102, 174),
    "getxattr": (191, 8), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425), "ioctl": (16, 29), "kcmp": (312, 272), "keyctl": (250, 219), "kill": (62, 129),
    "landlock_restrict_self": (446, 446), "lchown": (94, None), "lgetxattr": (192, 9), "link": (86, None),
    "linkat": (265, 37), "listen": (50, 201),
    "listxattr": (194, 11), "llistxattr": (195, 12), "lremovexattr": (198, 15), "lseek": (8, 62),
    "lsetxattr": (189, 6), "lstat": (6, None), "madvise": (28, 233), "mbind": (237, 235), "membarrier": (324, 283),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "mincore": (27, 232), "mkdir": (83, None),
    "mkdirat": (258, 34), "mknod": (133, None), "mknodat": (259, 33), "mlock": (149, 228), "mlock2": (325, 284),
    "mmap": (9, 222), "mount": (165, 40), "mprotect": (10, 226), "mq_open": (240, 180), "mremap": (25, 216),
    "msgget": (68, 186), "msync": (26, 227), "munlock": (150, 229), "munmap": (11, 215),
    "name_to_handle_at": (303, None), "nanosleep": (35, 101), "newfstatat": (262, 79), "open": (2, None),
    "open_by_handle_at": (304, None), "openat": (257, 56), "openat2": (437, 437), "pause": (34, None),
    "perf_event_open": (298, 241), "personality": (135, 92), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "pipe": (22, None), "pipe2": (293, 59), "pivot_root": (155, 41),
    "pkey_alloc": (330, 289), "pkey_free": (331, 290), "pkey_mprotect": (329, 288), "poll": (7, None),
    "ppoll": (271, 73), "prctl": (157, 167), "pread64": (17, 67), "preadv": (295, 69), "preadv2": (327, 286),
    "prlimit64": (302, 261), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pselect6": (270, 72), "ptrace": (101, 117), "pwrite64": (18, 68), "pwritev": (296, 70),
    "pwritev2": (328, 287), "read": (0, 63), "readahead": (187, 213), "readlink": (89, None),
    "readlinkat": (267, 78), "readv": (19, 65), "recvfrom": (45, 207), "recvmsg": (47, 212),
    "removexattr": (197, 14), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "request_key": (249, 218), "restart_syscall": (219, 128), "rmdir": (84, None), "rseq": (334, 293),
    "rt_sigaction": (13, 134), "rt_sigpending": (127, 136), "rt_sigprocmask": (14, 135),
    "rt_sigqueueinfo": (129, 138), "rt_sigreturn": (15, 139), "rt_sigsuspend": (130, 133),
    "rt_sigtimedwait": (128, 137), "rt_tgsigqueueinfo": (297, 240), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126), "sched_getaffinity": (204, 123), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_yield": (24, 124), "select": (23, None), "semget": (64, 190), "sendfile": (40, 71),
    "sendmmsg": (307, 269), "sendmsg": (46, 211), "sendto": (44, 206), "set_mempolicy": (238, 237),
    "set_robust_list": (273, 99), "set_tid_address": (218, 96), "setitimer": (38, 103), "setns": (308, 268),
    "setpgid": (109, 154), "setpriority": (141, 140), "setrlimit": (160, 164), "setsid": (112, 157),
    "setsockopt": (54, 208), "setxattr": (188, 5), "shmat": (30, 196), "shmget": (29, 194), "shutdown": (48, 210),
    "sigaltstack": (131, 132), "signalfd": (282, None), "signalfd4": (289, 74), "socket": (41, 198),
    "socketpair": (53, 199), "splice": (275, 76), "stat": (4, None), "statfs": (137, 43), "statx": (332, 291),
    "symlink": (88, None), "symlinkat": (266, 36), "sync_file_range": (277, 84), "sysinfo": (99, 179),
    "tee": (276, 77), "tgkill": (234, 131), "time": (201, None), "timer_create": (222, 107),
    "timer_delete": (226, 111), "timer_getoverrun": (225, 109), "timer_gettime": (224, 108),
    "timer_settime": (223, 110), "timerfd_create": (283, 85), "timerfd_gettime": (287, 87),
    "timerfd_settime": (286, 86), "times": (100, 153), "tkill": (200, 130), "truncate": (76, 45),
    "umask": (95, 166), "umount2": (166, 39), "uname": (63, 160), "unlink": (87, None), "unlinkat": (263, 35),
    "unshare": (272, 97), "userfaultfd": (323, 282), "utime": (132, None), "utimensat": (280, 88),
    "utimes": (235, None), "vfork": (58, None), "wait4": (61, 260), "waitid": (247, 95), "write": (1, 64),
    "writev": (20, 66),
}
# fmt: on
"""Number on x86-64 and on AArch64; None where there is no such call."""

ALLOWED: Final[tuple[tuple[str, str], ...]] = (
    (
        "reading and writing what is open",
        "read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek sendfile splice tee "
        "copy_file_range readahead fadvise64",
    ),
    (
        "opening files: Landlock says which",
        "open openat openat2 creat close close_range dup dup2 dup3 pipe pipe2 flock",
    ),
    (
        "looking at files; names and sizes elsewhere are no secret, contents are",
        "stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents "
        "getdents64 getcwd chdir fchdir statfs fstatfs getxattr lgetxattr fgetxattr listxattr llistxattr "
        "flistxattr umask",
    ),
    (
        "changing the hand-in's own folder: Landlock refuses any other",
        "mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat "
        "ftruncate fallocate fsync fdatasync sync_file_range",
    ),
    (
        "memory",
        "brk munmap mprotect mremap madvise msync mincore mlock munlock mlock2 mbind get_mempolicy "
        "set_mempolicy pkey_alloc pkey_free pkey_mprotect membarrier",
    ),
    (
        "threads and locks",
        "futex futex_waitv set_robust_list get_robust_list set_tid_address rseq gettid sched_yield "
        "sched_getaffinity sched_getscheduler sched_getparam sched_get_priority_max sched_get_priority_min "
        "getcpu arch_prctl",
    ),
    (
        "the process's own signals, which end with it",
        "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack "
        "signalfd signalfd4 pause restart_syscall",
    ),
    (
        "time",
        "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getitimer setitimer "
        "alarm timer_create timer_settime timer_gettime timer_getoverrun timer_delete timerfd_create "
        "timerfd_settime timerfd_gettime",
    ),
    (
        "waiting for descriptors; asyncio needs these",
        "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 "
        "eventfd eventfd2",
    ),
    (
        "who and where one is",
        "getpid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgid getpgrp getsid "
        "getpriority uname sysinfo getrusage getrlimit setrlimit getrandom capget",
    ),
    (
        "the channel to the trusted side, which is open already",
        "recvfrom recvmsg getsockopt setsockopt getsockname getpeername shutdown",
    ),
    (
        "beginning and ending; shutting oneself in further",
        "landlock_restrict_self setsid setpgid wait4 waitid exit exit_group",
    ),
)
"""Reason and names of the calls that go ahead whatever their arguments."""


@dataclass(frozen=True)
class When:
    """A condition on an argument: its bits under ``mask`` are those of ``value``."""

    argument: int
    mask: int
    value: int


@dataclass(frozen=True)
class Rule:
    """What becomes of calls whose arguments satisfy every condition.

    ``action`` is ``allow``, ``refuse`` (``EPERM``) or ``pretend`` (0, nothing done).

    ``only`` names what must hold for the rule to be in force: ``scope`` (Landlock confines signals), ``programs`` (the
    rubric allows other programs), ``gate`` (forks are asked for one by one), or nothing.
    """

    names: str
    action: str
    reason: str
    when: "tuple[When, ...]" = ()
    only: str = ""


INT: Final = 0xFFFF_FFFF
LONG: Final = 0xFFFF_FFFF_FFFF_FFFF
_THREAD: Final = 0x0001_0000
_NAMESPACES: Final = 0x7E02_0000
_UNIX: Final = 1
_STREAM: Final = 1
_SOCKET_FLAGS: Final = 0o2004000

_SHARED, _ANONYMOUS = 0x01, 0x20
_FCNTLS: Final = (8, 10, 15, 1024, 1026)
"""Setting who is signalled about a descriptor and by what; leases; notices of changes."""
_IOCTLS: Final = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
_PRCTLS: Final = (1, 3, 15, 16, 23, 38, 0x53564D41)

RULES: Final[tuple[Rule, ...]] = (
    Rule("clone", "allow", "threads", (When(0, _THREAD, _THREAD),)),
    Rule("clone", "allow", "a function's fork, which the trusted side grants", (When(0, _NAMESPACES, 0),), "gate"),
    Rule("clone fork vfork execve execveat", "allow", "programs, as the rubric says", (), "programs"),
    Rule("kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal", "allow", "to itself", (), "scope"),
    Rule("mmap", "allow", "memory of its own, which its limits count", (When(3, _SHARED, 0),)),
    Rule("mmap", "allow", "files; shared memory without a file is counted by no limit", (When(3, _ANONYMOUS, 0),)),
    *(Rule("fcntl", "refuse", "signals to others, keeping others waiting", (When(1, INT, n),)) for n in _FCNTLS),
    Rule("fcntl", "allow", "flags and locks of what is open"),
    Rule("prlimit64 sched_setaffinity sched_setscheduler", "allow", "of itself, not of others", (When(0, INT, 0),)),
    Rule(
        "socketpair",
        "allow",
        "asyncio wakes itself through one; datagrams could be sent elsewhere",
        (When(0, INT, _UNIX), When(1, INT & ~_SOCKET_FLAGS, _STREAM)),
    ),
    Rule("sendto", "allow", "what send() becomes: no address", (When(4, LONG, 0),)),
    *(Rule("ioctl", "allow", "questions about terminals, flags of descriptors", (When(1, INT, n),)) for n in _IOCTLS),
    *(Rule("prctl", "allow", "names of threads; being killed with the parent", (When(0, INT, n),)) for n in _PRCTLS),
    Rule(
        "chmod fchmod fchmodat utime utimes utimensat futimesat",
        "pretend",
        "shutil.copy calls them; Landlock does not confine them, even on what is open to read alone: nothing is done",
    ),
)
"""The calls that depend on their arguments, first match first; without a match they fail with ``EPERM``."""

REFUSED: Final[tuple[tuple[str, str], ...]] = (
    ("no network, no sockets of others", "socket connect bind listen accept accept4 sendmsg sendmmsg"),
    ("no look into other processes", "ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd perf_event_open"),
    ("no new surroundings", "unshare setns mount umount2 pivot_root chroot personality"),
    ("Landlock does not confine these", "truncate chown fchown lchown fchownat setxattr lsetxattr fsetxattr"),
    ("Landlock does not confine these", "removexattr lremovexattr fremovexattr open_by_handle_at name_to_handle_at"),
    ("memory and messages that outlive their process, or that no limit counts", "shmget shmat mq_open semget msgget"),
    ("memory that no limit counts", "memfd_create memfd_secret"),
    ("ways past this filter, or into the kernel", "io_uring_setup io_uring_enter io_uring_register bpf userfaultfd"),
    ("keys outlive their process", "keyctl add_key request_key"),
    ("devices and pipes with names", "mknod mknodat"),
    ("others' share of the machine", "setpriority"),
)
"""Calls that fail with ``EPERM`` rather than seem not to exist; with the reason."""
