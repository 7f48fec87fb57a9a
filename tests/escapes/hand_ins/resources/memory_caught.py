# wants: to go on after MemoryError, and to take what is left
# stopped_from: T0
# expects: returned|out_of_memory|died

def attack(f, n):
    held = []
    size = 1 << 24
    while size > 1 << 16 and len(held) < 40:
        try:
            held.append(bytearray(b"x" * size))
        except MemoryError:
            size //= 2
    total = sum(map(len, held)) >> 20
    return f"got {total} MiB" if total > 250 else f"stopped at {total} MiB"
