# wants: to recurse for ever in __repr__, __str__, __getattr__
# stopped_from: T0
# expects: returned|raised|died|out_of_memory

class Deep:
    def __repr__(self):
        return repr(self)

    def __str__(self):
        return str(self) * 2

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __getattribute__(self, name):
        return object.__getattribute__(self, "__getattr__")(name)


class Loud(Exception):
    def __str__(self):
        return "x" * 10**8

    def __repr__(self):
        return self.__str__()


def attack(f, n):
    if n:
        raise Loud(Deep())
    return [Deep(), Deep()]
