"""Clients that misbehave, one kind at a time, until they are killed. Usage: abuse.py KIND PORT KEY. Called by `measure.py`.

Each kind is held to a rate, so that on a machine of two cores it is the service that is measured, and not what is left of the
processor beside a program that misbehaves as fast as it can.
"""

import resource
import socket
import sys
import time

KIND, PORT, KEY = sys.argv[1], int(sys.argv[2]), sys.argv[3]
RATE = 50  # requests a second, where a kind makes requests
MANY = 5_000


def connect():
    return socket.create_connection(("127.0.0.1", PORT), timeout=60)


def post(body, headers="", length=None):
    head = (f"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"{headers}content-length: {len(body) if length is None else length}\r\n\r\n")
    return head.encode() + body


def send(sent):
    """Sends a request over a connection of its own, and takes no more than the head of the answer."""
    connection = connect()
    try:
        connection.sendall(sent)
        connection.recv(4096)
    except OSError:
        pass
    connection.close()


def again(sent):
    while True:
        send(sent)
        time.sleep(1 / RATE)


def hold(sent):
    """Thousands of connections that have sent this and nothing more; each that is ended is replaced."""
    held = []
    for _ in range(MANY):
        held.append(connect())
        held[-1].sendall(sent)
    print("ready", flush=True)
    while True:
        held.append(connect())
        held[-1].sendall(sent)
        held.pop(0).close()
        time.sleep(1 / RATE)


def trickle():
    """A byte at a time over many connections."""
    sent = post(b"{}" + b" " * 4_000)
    held = [[connect(), 0] for _ in range(500)]
    print("ready", flush=True)
    while True:
        for slow in held:
            try:
                slow[0].sendall(sent[slow[1]:slow[1] + 1])
                slow[1] += 1
            except OSError:
                slow[:] = [connect(), 0]
        time.sleep(1)


def never_read():
    """Streams whose answers nobody reads."""
    head = (b"POST /v1/recommend HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n"
            b"content-length: 1000000000\r\n\r\n")
    held = []
    print("ready", flush=True)
    while True:
        connection = connect()
        connection.settimeout(0.5)
        try:
            connection.sendall(head + b"{}\n" * 100_000)
        except OSError:
            pass
        held.append(connection)
        if len(held) > 16:
            held.pop(0).close()
        time.sleep(0.5)


KINDS = {
    "idle": lambda: hold(b""),
    "never whole": lambda: hold(post(b"{", length=50)),
    "slow": trickle,
    "oversized": lambda: again(post(b" " * 100_000, length=1 << 40)),
    "malformed": lambda: again(post(b"{" * 1_000)),
    "deeply nested": lambda: again(post(b'{"case_type":' + b"[" * 50_000 + b"]" * 50_000 + b"}")),
    "wrong key": lambda: again(post(b"{}", f"authorization: Bearer {KEY[:-4]}abcd\r\n")),
    "no key": lambda: again(post(b"{}", "authorization: Bearer nobody\r\n")),
    "never reads": never_read,
}

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    if KIND not in ("idle", "never whole", "slow", "never reads"):
        print("ready", flush=True)
    KINDS[KIND]()
