# wants: to put markup, control characters and lone surrogates into reports
# stopped_from: T0
# expects: returned|raised

TEXT = "<script>attack()</script>\x1b[2J\x1b]0;title\x07\u202e\ud800\0\r\n{{ 7*7 }}{% raise %}"


def double(x):
    print(TEXT)
    raise ValueError(TEXT)


def attack(f, n):
    print(TEXT)
    if n:
        raise type("<b>\ud800", (Exception,), {})(TEXT)
    return TEXT
