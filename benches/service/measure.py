"""Measures `handover serve` beside the least that any service does, and while others misbehave. Called by `run`."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

SECONDS, HANDOVER, FLOOR, RESULTS = sys.argv[1:5]
ABUSE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "abuse.py")
KINDS = ["idle", "never whole", "slow", "oversized", "malformed", "deeply nested", "wrong key", "no key", "never reads"]
CASE = {
    "case_type": "Recept på läkemedel", "care_level": "Specialiserad vård", "specialty": "Kardiologi",
    "unit": "Hjärtmottagning Sandviken", "from": {"unit": "Valbo Din hälsocentral"}, "priority": 8, "at": "2025-10-01",
}
BODY = json.dumps(CASE, ensure_ascii=False)
LINES = 1_000_000
ROUNDS = 3
OURS, LEAST = 18080, 18081


class Program:
    """A program that listens, with so many threads, until the block ends."""

    def __init__(self, threads, *command):
        self.command = command
        self.environment = {**os.environ, "TOKIO_WORKER_THREADS": str(threads)}

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def memory(self, which):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(rf"{which}:\s+(\d+) kB", status.read())[1]) / 1000


def wait_for(url):
    for _ in range(200):
        try:
            return urllib.request.urlopen(url, timeout=1)
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{url} does not answer")


def handover(threads, *options):
    return Program(threads, HANDOVER, "serve", "--listen", f"127.0.0.1:{OURS}", "--log-level", "error", *options)


def script(folder, name, delay, key):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(f"wrk.method = 'POST'\nwrk.body = [==[{BODY}]==]\nwrk.headers['Content-Type'] = 'application/json'\n")
        if key:
            file.write(f"wrk.headers['Authorization'] = 'Bearer {key}'\n")
        if delay:
            file.write(f"function delay() return {delay} end\n")
    return path


def load(url, connections, path, seconds=SECONDS):
    """Requests a second, and the 50th and 99th percentile in microseconds, of one run of wrk."""
    told = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", path, url],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        sys.exit(told)
    unit = {"us": 1, "ms": 1e3, "s": 1e6}
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    parts = {}
    for percent, value, scale in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s)\b", told):
        parts[percent] = float(value) * unit[scale]
    return rate, parts["50"], parts["99"]


def middle(runs):
    return [sorted(values)[len(values) // 2] for values in zip(*runs)]


def verdict(met):
    return "met" if met else "missed"


def beside_the_least(folder):
    """Both in turn, so that both meet the same machine, at several loads."""
    rows = []
    answer = os.path.join(folder, "answer.json")
    fast, calm = script(folder, "fast.lua", 0, None), script(folder, "calm.lua", 2, None)
    ours, least = f"http://127.0.0.1:{OURS}/v1/recommend", f"http://127.0.0.1:{LEAST}/"
    with handover(2):
        wait_for(f"http://127.0.0.1:{OURS}/healthz")
        asked = urllib.request.Request(ours, BODY.encode(), {"Content-Type": "application/json"})
        with open(answer, "wb") as file:
            file.write(urllib.request.urlopen(asked).read())
    for threads, connections, path, what in [
        (1, 32, fast, "as fast as it goes, a core each for load and service"),
        (2, 32, fast, "as fast as it goes, the load beside the service on both cores"),
        (2, 8, fast, "the same"),
        (2, 128, fast, "the same"),
        (2, 32, calm, "each connection waits 2 ms between requests"),
    ]:
        with handover(threads), Program(threads, FLOOR, f"127.0.0.1:{LEAST}", answer):
            wait_for(f"http://127.0.0.1:{OURS}/healthz")
            wait_for(least)
            runs = [(load(least, connections, path), load(ours, connections, path)) for _ in range(ROUNDS)]
        rows.append((what, connections, middle([run[0] for run in runs]), middle([run[1] for run in runs])))
    table = ["| load | connections | | requests/s | 50 % | 99 % | throughput | 99 % |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for what, connections, least, ours in rows:
        rate, tail = ours[0] / least[0], ours[2] / least[2]
        table.append(f"| {what} | {connections} | least | {least[0]:,.0f} | {least[1]:,.0f} µs | {least[2]:,.0f} µs | | |")
        table.append(f"| | | handover | {ours[0]:,.0f} | {ours[1]:,.0f} µs | {ours[2]:,.0f} µs "
                     f"| {rate:.2f}, {verdict(rate >= 0.8)} | {tail:.2f}, {verdict(tail < 3)} |")
    return "\n".join(table)


def streams(folder):
    """Cases a second over one stream, and the most memory that the service ever had."""
    lines = os.path.join(folder, "cases.ndjson")
    with open(lines, "w") as file:
        file.write((BODY + "\n") * LINES)
    rates = []
    with handover(2) as service:
        wait_for(f"http://127.0.0.1:{OURS}/healthz")
        for _ in range(ROUNDS):
            start = time.monotonic()
            subprocess.run(
                ["curl", "-sS", "--fail", "-o", "/dev/null", "-T", lines, "-X", "POST", "-H", "Expect:",
                 "-H", "Content-Type: application/x-ndjson", f"http://127.0.0.1:{OURS}/v1/recommend"], check=True)
            rates.append(LINES / (time.monotonic() - start))
        return sorted(rates)[len(rates) // 2], service.memory("VmHWM")


def while_others_misbehave(folder):
    """The 99th percentile of clients that behave, before and while others do not, and the memory that it takes."""
    keys = os.path.join(folder, "keys.txt")
    made = subprocess.run([HANDOVER, "key", "new", "bench", "--file", keys, "--format", "json"],
                          check=True, capture_output=True, text=True).stdout
    key = json.loads(made)["key"]
    calm = script(folder, "keyed.lua", 2, key)
    url = f"http://127.0.0.1:{OURS}/v1/recommend"
    seconds = max(2, int(SECONDS) // 2)
    table = ["| clients that misbehave | 99 % before | 99 % meanwhile | | memory half way | at the end |",
             "| --- | --- | --- | --- | --- | --- |"]
    for kind in KINDS:
        with handover(2, "--keys", keys) as service:
            wait_for(f"http://127.0.0.1:{OURS}/healthz")
            before = middle([load(url, 8, calm, seconds) for _ in range(ROUNDS)])
            abuser = subprocess.Popen([sys.executable, ABUSE, kind, str(OURS), key], stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, text=True)
            try:
                abuser.stdout.readline()
                time.sleep(1)
                runs = [load(url, 8, calm, seconds)]
                half = service.memory("VmRSS")
                runs += [load(url, 8, calm, seconds) for _ in range(ROUNDS - 1)]
                end = service.memory("VmRSS")
                if abuser.poll() is not None:
                    sys.exit(f"{kind}: the client that misbehaves has ended")
            finally:
                abuser.kill()
                abuser.wait()
        meanwhile = middle(runs)
        ratio = meanwhile[2] / before[2]
        table.append(f"| {kind} | {before[2]:,.0f} µs | {meanwhile[2]:,.0f} µs | {ratio:.2f}, {verdict(ratio <= 2)} "
                     f"| {half:,.0f} MB | {end:,.0f} MB |")
    return "\n".join(table)


def main():
    with tempfile.TemporaryDirectory() as folder:
        single, (rate, peak), abuse = beside_the_least(folder), streams(folder), while_others_misbehave(folder)
    with open("/proc/cpuinfo") as told:
        processor = re.search(r"model name\s*: (.*)", told.read())
    name = processor[1] if processor else "unknown processor"
    results = f"""# The service, measured

`benches/service/run {SECONDS}`, on loopback, load and service on the same machine: {name}, {os.cpu_count()} cores.
Each figure is the middle of {ROUNDS} runs of wrk with one thread; [the page on benchmarks](../README.md) tells how to read them.

## Beside the least that any service does

The least is axum's own server: it parses the same JSON into the same type, and answers a fixed body as long as the
service's. At least 0.8 of its throughput is wanted, and a 99th percentile under 3 times its own.

{single}

## A stream

{rate:,.0f} cases a second ({verdict(rate >= 200_000)}: 200,000 are wanted), {LINES:,} of them, one a line, sent by one curl, which reads
the answers. The most memory that the service ever had was {peak:,.0f} MB.

## While others misbehave

Clients with a key ask over 8 connections, 2 ms between requests, before and while others misbehave (`abuse.py`); the 99th
percentile may at most double.

{abuse}
"""
    with open(RESULTS, "w") as file:
        file.write(results)
    print(results)


main()
