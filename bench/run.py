#!/usr/bin/env python3
"""Runs the measurements and prints them as ratios to a peer in the same run. scripts/bench installs, builds and calls this.

The server under measurement is pinned to one core, whoever loads it to another. Everything is made in a temporary folder.
"""
import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ACCOUNT = """[[account]]
name = "main"
app_id = "wx0123456789abcdef"
app_secret = "sandbox-secret"
original_id = "gh_0123456789ab"
token = "sandboxtoken"
encoding_aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
"""
EDITION = """[[edition]]
name = "bench"
title = "Benchmark"
language = "en"
schedule = "0 0 1 1 *"
window = "14d"
"""
NGINX = """worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  default_type text/xml;
  keepalive_requests 1000000000;
  keepalive_timeout 600;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    ssl_protocols TLSv1.2 TLSv1.3;
    location / {{ return 200 "{answer}"; }}
  }}
}}
"""
ROUNDS = 3
SERVER_CORE, LOAD_CORE = (sorted(os.sched_getaffinity(0)) * 2)[:2]


class Table:
    """Rows of what, ours, the peer's, the ratio and the target; met or not."""

    def __init__(self):
        self.rows = []

    def add(self, what, ours, peer="", ratio=None, target=None, at_least=True):
        met = "" if target is None or ratio is None else ("yes" if (ratio >= target) == at_least else "NO")
        bound = "" if target is None else (">= " if at_least else "<= ") + f"{target:g}"
        self.rows.append((what, ours, peer, "" if ratio is None else f"{ratio:.2f}", bound, met))

    def show(self):
        rows = [("", "depeche", "beside it", "figure", "target", "met")] + self.rows
        widths = [max(len(row[i]) for row in rows) for i in range(6)]
        for row in rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def on_core(core):
    return lambda: os.sched_setaffinity(0, {core})


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(holds, what, limit=120.0, pause=0.02):
    end = time.monotonic() + limit
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(f"{what}: not within {limit:.0f} s")
        time.sleep(pause)


@contextlib.contextmanager
def running(arguments, core, errors, **more):
    process = subprocess.Popen(arguments, preexec_fn=on_core(core), stderr=open(errors, "ab"), **more)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Sandbox:
    """The simulated platform, spoken to over its control API."""

    def __init__(self, program, folder, push_port):
        self.folder = folder
        self.certificate = f"{folder}/sandbox-cert.pem"
        self.key = f"{folder}/sandbox-key.pem"
        self.port = free_port()
        self.base = f"https://127.0.0.1:{self.port}"
        # The bot has the certificate that the sandbox makes at its first start.
        self.arguments = [program, "sandbox", "--listen", f"127.0.0.1:{self.port}", "--data", folder,
                          "--push-url", f"https://127.0.0.1:{push_port}/wechat/main", "--push-ca", self.certificate]
        with self.started():
            pass

    @contextlib.contextmanager
    def started(self):
        log = f"{self.folder}/sandbox.log"
        with running(self.arguments, LOAD_CORE, log, stdout=subprocess.PIPE, text=True) as process:
            if not any(line.startswith("CA file") for line in process.stdout):
                with open(log) as written:
                    raise RuntimeError("the sandbox does not start: " + written.read())
            yield

    @contextlib.contextmanager
    def live(self):
        with self.started():
            self.trust = ssl.create_default_context(cafile=self.certificate)
            yield self

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=self.trust, timeout=600) as answer:
            return json.load(answer)


class Bot:
    """`depeche serve` with a config of its own."""

    def __init__(self, program, folder, name, port, sandbox=None):
        self.program, self.folder, self.port, self.operations = program, folder, port, free_port()
        self.config = f"{folder}/{name}.toml"
        self.errors = f"{folder}/{name}.log"
        account, source, fetch = ACCOUNT, "", ""
        certificate, key = f"{folder}/sandbox-cert.pem", f"{folder}/sandbox-key.pem"
        if sandbox:
            account += f'api_base = "{sandbox.base}"\napi_ca = "{certificate}"\n'
            source = f'[[source]]\nname = "paper"\nurl = "{sandbox.base}/newspaper/en/rss.xml"\n'
            fetch = f'[fetch]\nallow_addresses = ["127.0.0.1"]\nca = "{certificate}"\n'
        with open(self.config, "w") as out:
            out.write(f"""[server]
listen = "127.0.0.1:{port}"
certificate = "{certificate}"
private_key = "{key}"
public_url = "https://127.0.0.1:{port}"
operations_listen = "127.0.0.1:{self.operations}"
[database]
url = "sqlite:{folder}/{name}.db"
[log]
level = "warning"
{fetch}{account}{source}{EDITION}""")

    def command(self, *words):
        done = subprocess.run([self.program, *words, "--config", self.config], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"depeche {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.operations}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    @contextlib.contextmanager
    def live(self):
        with running([self.program, "serve", "--config", self.config], SERVER_CORE, self.errors) as process:
            try:
                wait_until(self.is_ready, "depeche serve is not ready", 30, 0.005)
            except RuntimeError:
                with open(self.errors) as log:
                    sys.stderr.write(log.read())
                raise
            yield process


@contextlib.contextmanager
def nginx(sandbox):
    """nginx with the same certificate; yields the worker's pid and the port."""
    port = free_port()
    config = f"{sandbox.folder}/nginx.conf"
    with open(config, "w") as out:
        out.write(NGINX.format(folder=sandbox.folder, port=port, certificate=sandbox.certificate, key=sandbox.key, answer="x" * 300,
                               user="user root;" if os.getuid() == 0 else ""))
    with running([shutil.which("nginx") or "/usr/sbin/nginx", "-c", config], SERVER_CORE, f"{sandbox.folder}/nginx.log") as master:
        children = f"/proc/{master.pid}/task/{master.pid}/children"

        def worker():
            with open(children) as listed:
                return listed.read().split()

        wait_until(worker, "nginx does not start", 10)
        time.sleep(0.2)
        yield worker()[0], port


def load(tools, pid, port, *more):
    done = subprocess.run([f"{tools}/bench_callbacks", "--pid", str(pid), "--port", str(port), *map(str, more)],
                          preexec_fn=on_core(LOAD_CORE), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


def middle(results, name):
    return statistics.median(one[name] for one in results)


def measure_callbacks(where, table):
    """Rounds in turn, so that what else the machine does falls on both."""
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        port = free_port()
        sandbox = Sandbox(where.program, folder, port)
        with sandbox.live():
            bot = Bot(where.program, folder, "callbacks", port, sandbox)
            bot.command("digest", "compose", "--edition", "bench", "--fetch")
            words = {"help": [], "digest": []}
            peers = []
            with bot.live() as server, nginx(sandbox) as (worker, peer_port):
                first = 1_000_000_000
                for _ in range(ROUNDS):
                    for say, results in words.items():
                        common = ["--requests", where.requests, "--connections", where.connections, "--say", say, "--first-id", first]
                        peers.append(load(where.tools, worker, peer_port, "--static", *common))
                        results.append(load(where.tools, server.pid, port, *common))
                        first += where.requests * 2
                static = middle(peers, "cpu_us")
                for say, results in words.items():
                    ours = middle(results, "cpu_us")
                    table.add(f'callback, "{say}" ({middle(results, "body_bytes"):.0f} bytes back): us of CPU', f"{ours:.1f}",
                              f"nginx, static {static:.1f}", static / ours, 0.4)
                    table.add(f'callback, "{say}": answered per second of one core', f"{1e6 / ours:.0f}", f"{1e6 / static:.0f}")
                half = middle(words["help"], "per_second") / 2
                calm = load(where.tools, server.pid, port, "--requests", where.requests // 2, "--connections", where.connections, "--say",
                            "help", "--first-id", first, "--rate", half)
                table.add(f"callback at {half:.0f} a second: p50, p99, p99.9 ms",
                          f"{calm['p50_ms']:.1f}, {calm['p99_ms']:.1f}, {calm['p999_ms']:.1f}", "", calm["p99_ms"], 10, at_least=False)


WRK = """wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{body}'
"""


def run_wrk(sandbox, openid, text, seconds, connections):
    """What wrk spends on a request of the same size to the same platform."""
    token = sandbox.ask("/cgi-bin/stable_token", {"grant_type": "client_credential", "appid": "wx0123456789abcdef",
                                                  "secret": "sandbox-secret"})["access_token"]
    body = json.dumps({"touser": openid, "msgtype": "text", "text": {"content": text}}, ensure_ascii=False)
    script = f"{sandbox.folder}/wrk.lua"
    with open(script, "w") as out:
        out.write(WRK.format(body=body.replace("\\", "\\\\").replace("'", "\\'")))
    before = os.times()
    done = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script,
                           f"{sandbox.base}/cgi-bin/message/custom/send?access_token={token}"],
                          preexec_fn=on_core(SERVER_CORE), capture_output=True, text=True, check=True)
    after = os.times()
    count = next(int(line.split()[0]) for line in done.stdout.splitlines() if "requests in" in line)
    if "Non-2xx" in done.stdout or count == 0:
        raise RuntimeError("wrk: " + done.stdout)
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent * 1e6 / count, count


def last_message(sandbox, phone):
    return sandbox.ask(f"/sandbox/v1/phones/{phone}")["messages"][-1]["content"]


def measure_push(where, table):
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        port = free_port()
        sandbox = Sandbox(where.program, folder, port)
        with sandbox.live():
            bot = Bot(where.program, folder, "push", port, sandbox)
            bot.command("digest", "compose", "--edition", "bench", "--fetch")
            with bot.live() as server:
                invitation = bot.command("admin", "invite")
                code = next(word for word in invitation.split() if word.startswith("http://weixin.qq.com/"))
                admin = f"/sandbox/v1/phones/{sandbox.ask('/sandbox/v1/phones', {'language': 'en'})['phone']}"
                sandbox.ask(f"{admin}/scan", {"code": code})
                batch = sandbox.ask("/sandbox/v1/phones/batch",
                                    {"count": where.followers, "spoke": True, "language": "en", "text": "help", "openids": True})
                if batch["answered"] != batch["pushes"]:
                    raise RuntimeError(f"the bot did not answer all callbacks: {batch['answered']} of {batch['pushes']}")
                sandbox.ask(f"{admin}/say", {"text": "/send bench"})
                time.sleep(1)  # what the followers caused has settled
                started, before = time.monotonic(), cpu_seconds(server.pid)
                sandbox.ask(f"{admin}/say", {"text": "yes"})
                stats = f"/sandbox/v1/stats?first={batch['first']}&last={batch['last']}&contains=Benchmark"
                wait_until(lambda: sandbox.ask(stats)["received"]["0"] == 0, "the push does not end", 300, 0.1)
                took = time.monotonic() - started
                time.sleep(1)  # the ledger's last rows
                ours = (cpu_seconds(server.pid) - before) * 1e6 / where.followers
                text = last_message(sandbox, batch["first"])
            theirs, count = run_wrk(sandbox, batch["openids"][0], text, 5, 32)
            table.add(f"push to {where.followers}, ledger included: us of CPU a message", f"{ours:.1f}", f"wrk, same request {theirs:.1f}",
                      theirs / ours, 0.65)
            table.add("push: messages per second of one core", f"{1e6 / ours:.0f}", f"{1e6 / theirs:.0f}")
            table.add("push: messages a second by the clock (the sandbox on the other core)", f"{where.followers / took:.0f}",
                      f"{count / 5:.0f}")


def memory_mib(pid):
    rss = pss = 0
    with open(f"/proc/{pid}/status") as status:
        rss = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        pss = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    return rss / 1024, pss / 1024


def private_mib(pid):
    """Without files that are mapped: the program itself, and up to 32 MiB of the database that the kernel takes back when it wants."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) / 1024


def start_ms(bot, process_started):
    """Polls /readyz over a bare socket: nothing of the client's weight in the figure."""
    while time.monotonic() - process_started < 30:
        try:
            with socket.create_connection(("127.0.0.1", bot.operations), 5) as s:
                s.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if s.recv(100).startswith(b"HTTP/1.1 200"):
                    return (time.monotonic() - process_started) * 1e3
        except OSError:
            pass
        time.sleep(0.0005)
    raise RuntimeError("depeche serve is not ready")


def measure_rest(where, table):
    anew, again, sizes = [], [], []
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        Sandbox(where.program, folder, 1)  # makes the certificate
        for number in range(5):
            bot = Bot(where.program, folder, f"rest{number}", free_port())
            for times in (anew, again):
                began = time.monotonic()
                with running([where.program, "serve", "--config", bot.config], SERVER_CORE, bot.errors) as process:
                    times.append(start_ms(bot, began))
                    if times is again:
                        continue
                    time.sleep(1)
                    sizes.append(memory_mib(process.pid))
    first, later = statistics.median(anew) / 1e3, statistics.median(again) / 1e3
    table.add("start to ready, no database yet: s", f"{first:.3f}", "", first, 0.1, at_least=False)
    table.add("start to ready, database there: s", f"{later:.3f}", "", later, 0.1, at_least=False)
    rss, pss = (statistics.median(one[i] for one in sizes) for i in (0, 1))
    table.add("memory at rest, a second after start: MiB (RSS)", f"{rss:.1f}", f"Pss {pss:.1f}", rss, 25, at_least=False)


def measure_import(where, table):
    """A million followers from before our time, imported by a process of its own; its memory is read all the while."""
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        peaks, resident, counts = {}, {}, sorted({where.imported // 10, where.imported})
        for count in counts:
            sandbox = Sandbox(where.program, folder, 1)
            with sandbox.live():
                for begin in range(0, count, 200_000):
                    sandbox.ask("/sandbox/v1/phones/batch", {"count": min(200_000, count - begin), "events": False, "language": "fr"})
                bot = Bot(where.program, folder, f"import{count}", free_port(), sandbox)
                began, samples = time.monotonic(), []
                with subprocess.Popen([where.program, "subscribers", "import", "--config", bot.config], preexec_fn=on_core(SERVER_CORE),
                                      stdout=subprocess.PIPE, text=True) as process:
                    cpu = 0.0
                    while process.poll() is None:
                        with contextlib.suppress(OSError, StopIteration):
                            samples.append(private_mib(process.pid))
                            cpu, resident[count] = cpu_seconds(process.pid), peak_mib(process.pid)
                        time.sleep(0.2)
                    said = process.stdout.read()
                took = time.monotonic() - began
                if process.returncode != 0 or f"{count} followers: {count} new" not in said:
                    raise RuntimeError(f"the import did not take all: {said}")
            peaks[count] = max(samples)
            quarters = [max(samples[len(samples) * i // 4:len(samples) * (i + 1) // 4] or [0]) for i in range(4)]
            table.add(f"{count} followers imported: rows a second of CPU", f"{count / cpu:.0f}")
            table.add("the same: s by the clock (the sandbox on the other core)", f"{took:.1f}")
            table.add("the same: most private memory of each quarter, MiB", ", ".join(f"{q:.0f}" for q in quarters))
        few, many = counts
        table.add(f"most private memory, {many} followers beside {few}: MiB", f"{peaks[many]:.1f}", f"{peaks[few]:.1f}",
                  peaks[many] / peaks[few], 1.1, at_least=False)
        table.add("most resident memory, mapped database included: MiB", f"{resident[many]:.1f}", f"{resident[few]:.1f}")


def measure_crypto(where, table):
    done = subprocess.run([f"{where.tools}/bench_crypto"], preexec_fn=on_core(SERVER_CORE), capture_output=True, text=True, check=True)
    got = json.loads(done.stdout)
    table.add(f"verify, decrypt, parse, encrypt ({got['body_bytes']} bytes): us of CPU", f"{got['ours_us']:.1f}",
              f"bare OpenSSL {got['openssl_us']:.1f}", got["ours_us"] / got["openssl_us"], 2, at_least=False)
    table.add("16 random bytes: us of CPU", f"{got['random_us']:.2f}")


def measure_store(where, _table):
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        subprocess.run([f"{where.tools}/bench_store", f"{folder}/store.db"], preexec_fn=on_core(SERVER_CORE), check=True)


def measure_digest(where, table):
    done = subprocess.run([f"{where.tools}/bench_digest"], preexec_fn=on_core(SERVER_CORE), capture_output=True, text=True, check=True)
    for got in map(json.loads, done.stdout.splitlines()):
        what = f"{got['articles']} articles, {got['language']}"
        table.add(f"{what}: a new article read and joined to its story, median and p99: ms of CPU",
                  f"{got['join_ms']:.2f}, {got['join_p99_ms']:.2f}", "", got["join_p99_ms"], 5, at_least=False)
        table.add(f"{what}: a digest of {got['items']} items in all forms: ms of CPU", f"{got['digest_ms']:.0f}", "", got["digest_ms"], 150,
                  at_least=False)
        table.add(f"{what}: selections of {got['readers']} readers: s of CPU", f"{got['selections_s']:.2f}", "", got["selections_s"], 10,
                  at_least=False)


FEEDPARSER = """
import json, sys, time
import feedparser
feeds = [open(name, "rb").read() for name in sys.argv[1:]]
size = entries = 0
begin = time.process_time()
while time.process_time() - begin < 5:
    for feed in feeds:
        entries += len(feedparser.parse(feed).entries)
        size += len(feed)
print(json.dumps({"bytes": size, "entries": entries, "seconds": time.process_time() - begin}))
"""


def write_feeds(folder):
    """Forty feeds such as newspapers have: RSS and Atom, whole texts and beginnings, three languages."""
    words = {"fr": "Le conseil municipal a voté lundi le budget du port après un long débat sur les quais. ",
             "en": "The council passed the harbour budget on Monday after a long debate about the quays. ",
             "zh": "市议会周一经过长时间讨论后通过了港口的预算案，新的码头将在明年动工。"}
    names = []
    for number in range(40):
        language = ("fr", "en", "zh")[number % 3]
        body = "".join(f'<p class="x">{words[language] * 4}<a href="/p/{i}" onclick="x()">{i}</a> <img src="/i/{i}.jpg" alt=""></p>' for i in range(6 if number % 2 else 1))
        if number % 4 == 3:
            entries = "".join(f'<entry><title>{words[language]}{i}</title><link href="/a/{i}"/><id>urn:{number}:{i}</id><updated>2026-11-23T10:09:{i % 60:02}Z</updated>'
                              f'<author><name>Ann Lee</name></author><content type="html"><![CDATA[{body}]]></content></entry>' for i in range(30))
            text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed {number}</title><updated>2026-11-23T10:09:33Z</updated>{entries}</feed>'
        else:
            entries = "".join(f'<item><title>{words[language]}{i}</title><link>https://example.org/a/{i}?utm_source=rss</link><guid>g{number}-{i}</guid>'
                              f'<pubDate>Mon, 23 Nov 2026 10:09:{i % 60:02} GMT</pubDate><dc:creator>Ann Lee</dc:creator><category>News</category>'
                              f'<description><![CDATA[{body}]]></description></item>' for i in range(30))
            text = f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed {number}</title><link>https://example.org/</link>{entries}</channel></rss>'
        names.append(f"{folder}/{number}.xml")
        with open(names[-1], "w", encoding="utf-8") as out:
            out.write('<?xml version="1.0" encoding="utf-8"?>' + text)
    return names


def measure_feeds(where, table):
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        names = write_feeds(folder)
        ours = json.loads(subprocess.run([f"{where.tools}/bench_feeds", *names], preexec_fn=on_core(SERVER_CORE), capture_output=True,
                                         text=True, check=True).stdout)
        # Debian's module is Debian's Python's.
        peer = subprocess.run(["/usr/bin/python3", "-c", FEEDPARSER, *names], preexec_fn=on_core(SERVER_CORE), capture_output=True, text=True)
    speed = ours["bytes"] / ours["seconds"] / 1e6
    if peer.returncode != 0:
        print("bench: feedparser is not there (python3-feedparser): nothing to compare with", file=sys.stderr)
        table.add("feeds parsed and sanitised: MB a second of CPU", f"{speed:.1f}")
        return
    theirs = json.loads(peer.stdout)
    beside = theirs["bytes"] / theirs["seconds"] / 1e6
    table.add("feeds parsed and sanitised: MB a second of CPU", f"{speed:.1f}", f"feedparser {beside:.2f}", speed / beside, 20)


POLLED = """
import asyncio, email.utils, sys, time
count, items, port = map(int, sys.argv[1:])
text = "<p>" + "The council passed the harbour budget on Monday after a long debate about the quays. " * 14 + "</p>"
seen = set()
class Host(asyncio.Protocol):
    def connection_made(self, transport): self.out, self.got = transport, b""
    def data_received(self, data):
        self.got += data
        while b"\\r\\n\\r\\n" in self.got:
            head, self.got = self.got.split(b"\\r\\n\\r\\n", 1)
            number = int(head.split(b" ", 2)[1][1:])
            if b"If-None-Match" in head:
                self.out.write(b"HTTP/1.1 304 Not Modified\\r\\nETag: \\"1\\"\\r\\n\\r\\n")
                continue
            date = email.utils.formatdate(time.time() - number % 3000, usegmt=True)
            body = "".join(f"<item><title>Vote {number} on matter {i} of harbour {number * 7 + i}</title><link>http://news{number}.example/{i}</link>"
                           f"<guid>g{number}-{i}</guid><pubDate>{date}</pubDate><description>Matter {number * items + i}</description>"
                           f"<content:encoded><![CDATA[<p>Matter {number * items + i}.</p>{text}]]></content:encoded></item>" for i in range(items))
            body = ('<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed %d</title>%s</channel></rss>'
                    % (number, body)).encode()
            self.out.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: application/rss+xml\\r\\nETag: \\"1\\"\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body) + body)
async def main():
    await (await asyncio.get_running_loop().create_server(Host, "0.0.0.0", port, backlog=1024)).serve_forever()
asyncio.run(main())
"""


def write_pages(folder):
    """Thirty pages such as newspapers have: styles, scripts, menus, boxes, an article of a dozen paragraphs, related links, comments."""
    words = {"fr": "Le conseil municipal a voté lundi, après un long débat, le budget du port et des quais. ",
             "en": "The council passed the harbour budget on Monday, after a long debate about the quays. ",
             "zh": "市议会周一经过长时间讨论后，通过了港口的预算案，新的码头将在明年动工。"}
    names = []
    for number in range(30):
        language = ("fr", "en", "zh")[number % 3]
        menu = "".join(f'<li class="menu-item"><a href="/section/{i}" data-track="nav{i}">Section {i}</a></li>' for i in range(60))
        article = "".join(f'<p>{words[language] * (3 + i % 4)}<a href="/topic/{i}">{i}</a></p>' + ('<figure><img src="/i.jpg" alt=""><figcaption>Port</figcaption></figure>' if i % 5 == 0 else "") for i in range(12 + number % 5))
        boxes = "".join(f'<div class="teaser"><a href="/a/{i}"><img src="/t/{i}.jpg" alt=""><h3>{words[language]}</h3></a><span class="meta">{i} min</span></div>' for i in range(40))
        comments = "".join(f'<div class="comment"><span class="author">Reader {i}</span><p>{words[language]}</p></div>' for i in range(25))
        script = "var settings = {" + ",".join(f'"key{i}": "value{i}"' for i in range(600)) + "};"
        names.append(f"{folder}/{number}.html")
        with open(names[-1], "w", encoding="utf-8") as out:
            out.write(f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{words[language][:30]} {number} - Port News</title>'
                      f'<meta property="article:published_time" content="2026-11-23T10:09:33+01:00"><script>{script}</script><style>{".a{color:red}" * 400}</style></head>'
                      f'<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{words[language][:30]} {number}</h1><p class="byline">By Ann Lee</p>{article}</article>'
                      f'<aside>{boxes}</aside><section id="comments">{comments}</section></main><footer><ul>{menu}</ul></footer></body></html>')
    return names


def measure_pages(where, table):
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        names = write_pages(folder)
        ours = json.loads(subprocess.run([f"{where.tools}/bench_pages", *names], preexec_fn=on_core(SERVER_CORE), capture_output=True, text=True,
                                         check=True).stdout)
        speed = ours["pages"] / ours["seconds"]
        table.add(f"articles out of pages of {ours['bytes'] / ours['pages'] / 1e3:.0f} kB: MB a second of CPU", f"{ours['bytes'] / ours['seconds'] / 1e6:.1f}")
        peers = os.path.join(os.path.dirname(os.path.abspath(where.build)), "bench-node", "node_modules")
        for kind in ("linkedom", "jsdom"):
            done = subprocess.run(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "readability.js"), kind, *names],
                                  preexec_fn=on_core(SERVER_CORE), capture_output=True, text=True, env={**os.environ, "NODE_PATH": peers})
            if done.returncode != 0:
                print(f"bench: Readability with {kind} is not there: nothing to compare with", file=sys.stderr)
                table.add("articles out of pages: pages a second of CPU", f"{speed:.0f}")
                continue
            theirs = json.loads(done.stdout)
            beside = theirs["pages"] / theirs["seconds"]
            table.add("articles out of pages: pages a second of CPU", f"{speed:.0f}", f"Readability, {kind} {beside:.0f}", speed / beside, 5)


def asked_since(database, moment):
    """Sources that were read whole, or found unchanged, since."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as reader:
        try:
            return reader.execute("SELECT count(*) FROM source_states WHERE last_success >= ?", (int(moment * 1000),)).fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def has_digest(database):
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as reader:
        return reader.execute("SELECT count(*) FROM digests").fetchone()[0] > 0


def measure_poll(where, table):
    """Every source is a host of its own: the gap between two requests to one host is no part of the figure."""
    count, items = where.sources, 5
    with tempfile.TemporaryDirectory(prefix="depeche-bench-") as folder:
        Sandbox(where.program, folder, 1)  # makes the certificate
        port = free_port()
        bot = Bot(where.program, folder, "poll", free_port())
        with open(bot.config) as written:
            text = written.read()
        text = text.replace("[[account]]", '[fetch]\nallow_addresses = ["127.0.0.0/8"]\nat_once = 64\n[[account]]', 1)
        text += "".join(f'[[source]]\nname = "s{i}"\nurl = "http://127.{1 + i // 65025}.{i // 255 % 255}.{1 + i % 255 % 254}:{port}/{i}"\nevery = "75s"\n' for i in range(count))
        with open(bot.config, "w") as out:
            out.write(text)
        with running([sys.executable, "-c", POLLED, str(count), str(items), str(port)], LOAD_CORE, f"{folder}/server.log"):
            time.sleep(1)
            began = time.time()
            with bot.live() as server:
                database = f"{folder}/poll.db"
                wait_until(lambda: asked_since(database, began) >= count, "the first round does not end", 600, 0.5)
                took, cpu = time.time() - began, cpu_seconds(server.pid)
                peak = peak_mib(server.pid)
                table.add(f"{count} sources polled, {count * items} new articles: s by the clock, one core", f"{took:.1f}", "", took, 60, at_least=False)
                table.add("the same: s of CPU", f"{cpu:.1f}")
                table.add("the same: most memory, MiB", f"{peak:.0f}", "", peak, 150, at_least=False)
                wait_until(lambda: has_digest(database), "no digest is composed", 600, 0.5)
                table.add("the same and a digest of them composed: most memory, MiB", f"{peak_mib(server.pid):.0f}", "", peak_mib(server.pid), 150, at_least=False)
                again = time.time()
                wait_until(lambda: asked_since(database, again) >= count, "the second round does not end", 600, 0.5)
                table.add(f"{count} sources polled again, unchanged: s of CPU", f"{cpu_seconds(server.pid) - cpu:.1f}")
                table.add("both rounds: most memory, MiB", f"{peak_mib(server.pid):.0f}", "", peak_mib(server.pid), 150, at_least=False)


def peak_mib(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


MEASUREMENTS = {"callbacks": measure_callbacks, "push": measure_push, "rest": measure_rest, "import": measure_import, "crypto": measure_crypto, "store": measure_store, "digest": measure_digest,
                "feeds": measure_feeds, "pages": measure_pages, "poll": measure_poll}


def main():
    arguments = argparse.ArgumentParser(description="Measurements, as ratios to a peer in the same run.")
    arguments.add_argument("what", nargs="*", metavar="WHAT", help=f"of {', '.join(MEASUREMENTS)} (default: all)")
    arguments.add_argument("--build", required=True, help="folder of the release build")
    arguments.add_argument("--requests", type=int, default=30_000, help="callbacks a round (default: 30000)")
    arguments.add_argument("--connections", type=int, default=128, help="kept connections, one request in flight on each (default: 128)")
    arguments.add_argument("--followers", type=int, default=20_000, help="of the push, at most 50000 (default: 20000)")
    arguments.add_argument("--imported", type=int, default=1_000_000, help="followers of the import, at most a million (default: 1000000)")
    arguments.add_argument("--sources", type=int, default=10_000, help="of the poll (default: 10000)")
    where = arguments.parse_args()
    unknown = [name for name in where.what if name not in MEASUREMENTS]
    if unknown:
        arguments.error(f"{unknown[0]}: unknown: use {', '.join(MEASUREMENTS)}")
    where.program, where.tools = f"{where.build}/src/depeche", f"{where.build}/bench"
    if SERVER_CORE == LOAD_CORE:
        print("bench: one core only: server and load share it, the figures are worth little", file=sys.stderr)
    table = Table()
    for name in where.what or MEASUREMENTS:
        print(f"measuring: {name}", file=sys.stderr)
        MEASUREMENTS[name](where, table)
    table.show()


if __name__ == "__main__":
    main()
