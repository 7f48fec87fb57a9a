# wants: to find a secret in environment variables
# stopped_from: T0
# expects: returned

import ctypes
import os


def attack(f, n):
    text = repr(dict(os.environ))
    for name in ("ESCAPE_SECRET", "PYTHONPATH", "AWS_SECRET_ACCESS_KEY", "HOSTNAME", "VIRTUAL_ENV"):
        value = ctypes.CDLL(None).getenv(name.encode())
        text += f"{name}={value}" if value else ""
    return f"got {text}" if "secret-of" in text or "PYTHONPATH=" in text else f"stopped: {len(os.environ)} variables"
