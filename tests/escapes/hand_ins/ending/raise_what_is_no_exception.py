# wants: to get past handlers by KeyboardInterrupt, GeneratorExit, or a class that lies
# stopped_from: T0
# expects: raised|died

class Liar(BaseException):
    def __str__(self):
        raise KeyboardInterrupt

    def __repr__(self):
        raise SystemExit(0)

    @property
    def __traceback__(self):
        raise GeneratorExit

    @property
    def args(self):
        raise SystemExit


def attack(f, n):
    raise (KeyboardInterrupt("stop"), Liar())[n]
