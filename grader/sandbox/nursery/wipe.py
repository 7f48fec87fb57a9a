"""Empty a folder, however deep, linked or protected what is in it is. Both sides do it, each with its own rights."""

import os
import stat


def wipe(folder: str) -> None:
    """Remove everything in a folder; the folder stays.

    Args:
        folder: none of the processes that may write there must live, or it can only trick itself.

    Raises:
        OSError: when something cannot be removed.
    """
    os.chmod(folder, stat.S_IRWXU)  # noqa: PTH101  # no pathlib here
    number, prefix = 0, f".{os.urandom(8).hex()}-"
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108
                continue
            os.chmod(entry.path, stat.S_IRWXU)  # noqa: PTH101
            # What is inside moves up, so that no path gets long, nothing recurses and few descriptors are open.
            for inner in list(os.scandir(entry.path)):
                if inner.is_dir(follow_symlinks=False):
                    number += 1
                    os.chmod(inner.path, stat.S_IRWXU)  # noqa: PTH101
                    os.rename(inner.path, f"{folder}/{prefix}{number}")  # noqa: PTH104
                else:
                    os.unlink(inner.path)  # noqa: PTH108
            os.rmdir(entry.path)  # noqa: PTH106
