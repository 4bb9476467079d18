"""Measures `handover serve` beside the least that any service does. Called by `run`."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

SECONDS, HANDOVER, FLOOR, RESULTS = sys.argv[1:5]
CASE = {
    "case_type": "Recept på läkemedel", "care_level": "Specialiserad vård", "specialty": "Kardiologi",
    "unit": "Hjärtmottagning Sandviken", "from": {"unit": "Valbo Din hälsocentral"}, "priority": 8, "at": "2025-10-01",
}
LINES = 1_000_000
ROUNDS = 3


def wait_for(url):
    for _ in range(200):
        try:
            return urllib.request.urlopen(url, timeout=1)
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{url} does not answer")


def load(url, script):
    """Requests a second, and the 50th and 99th percentile in microseconds, of one run of wrk."""
    told = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{SECONDS}s", "--latency", "-s", script, url],
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


def main():
    folder = tempfile.mkdtemp()
    body = json.dumps(CASE, ensure_ascii=False)
    script, answer, lines = (os.path.join(folder, name) for name in ("post.lua", "answer.json", "cases.ndjson"))
    with open(script, "w") as file:
        file.write(f"wrk.method = 'POST'\nwrk.body = [==[{body}]==]\n"
                   "wrk.headers['Content-Type'] = 'application/json'\n")
    service = subprocess.Popen([HANDOVER, "serve", "--listen", "127.0.0.1:18080"], stdout=subprocess.DEVNULL)
    floor = None
    try:
        wait_for("http://127.0.0.1:18080/healthz")
        asked = urllib.request.Request("http://127.0.0.1:18080/v1/recommend", body.encode(),
                                       {"Content-Type": "application/json"})
        with open(answer, "wb") as file:
            file.write(urllib.request.urlopen(asked).read())
        floor = subprocess.Popen([FLOOR, "127.0.0.1:18081", answer])
        wait_for("http://127.0.0.1:18081/")
        ours, least = [], []
        # In turn, so that both meet the same machine.
        for _ in range(ROUNDS):
            least.append(load("http://127.0.0.1:18081/", script))
            ours.append(load("http://127.0.0.1:18080/v1/recommend", script))
        (rate, half, most), (least_rate, least_half, least_most) = middle(ours), middle(least)

        with open(lines, "w") as file:
            file.write((body + "\n") * LINES)
        streams = []
        for _ in range(ROUNDS):
            start = time.monotonic()
            subprocess.run(
                ["curl", "-sS", "--fail", "-o", "/dev/null", "-T", lines, "-X", "POST", "-H", "Expect:",
                 "-H", "Content-Type: application/x-ndjson", "http://127.0.0.1:18080/v1/recommend"], check=True)
            streams.append(LINES / (time.monotonic() - start))
        stream = sorted(streams)[len(streams) // 2]
        peak = re.search(r"VmHWM:\s+(\d+) kB", open(f"/proc/{service.pid}/status").read())[1]
    finally:
        service.kill()
        if floor:
            floor.kill()

    processor = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    names = (processor[1] if processor else "unknown processor"), os.cpu_count(), os.getloadavg()[2]
    met = {True: "met", False: "missed"}
    table = f"""# The service, measured

`benches/service/run {SECONDS}`: wrk with one thread and 32 connections, on loopback, on the machine that also serves.
Machine: {names[0]}, {names[1]} cores, load average over 15 minutes {names[2]:.1f}. Middle of {ROUNDS} runs of {SECONDS} s, in turn.

| single recommendations | requests/s | 50 % | 99 % |
| --- | --- | --- | --- |
| axum, JSON parsed, a fixed answer of the same length | {least_rate:,.0f} | {least_half:,.0f} µs | {least_most:,.0f} µs |
| `handover serve` | {rate:,.0f} | {half:,.0f} µs | {most:,.0f} µs |

| target | measured | |
| --- | --- | --- |
| at least 0.8 of its throughput | {rate / least_rate:.2f} | {met[rate / least_rate >= 0.8]} |
| 99 % under 3 times its own | {most / least_most:.2f} | {met[most / least_most < 3]} |
| a stream of at least 200,000 cases/s | {stream:,.0f} | {met[stream >= 200_000]} |

The stream is {LINES:,} cases a line, sent by curl and its answers read by it. The most memory that the service ever had
was {int(peak) / 1000:,.0f} MB.
"""
    with open(RESULTS, "w") as file:
        file.write(table)
    print(table)


main()
