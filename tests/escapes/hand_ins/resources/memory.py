# wants: to take all the machine's memory
# stopped_from: T0
# expects: out_of_memory|died

def attack(f, n):
    held = []
    for _ in range(40):
        held.append(bytearray(b"x" * (1 << 24)))
    return f"got {sum(map(len, held)) >> 20} MiB"
