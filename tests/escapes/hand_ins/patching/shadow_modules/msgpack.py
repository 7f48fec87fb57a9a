SHADOW = True


def __getattr__(name):
    return lambda *given, **more: 0
