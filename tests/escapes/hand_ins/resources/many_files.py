# wants: to fill the disk by many files
# stopped_from: T0
# expects: raised|returned|out_of_memory|died


def attack(f, n):
    block = b"x" * (1 << 20)
    written = 0
    try:
        for number in range(200):
            with open(f"file-{n}-{number}", "wb") as file:
                written += file.write(block)
    except OSError as error:
        return f"stopped at {written >> 20} MiB: {error.strerror}"
    return f"got {written >> 20} MiB"
