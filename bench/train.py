#!/usr/bin/env python3
"""Lets a counting build (preset `train`) do what a bot does all day, for scripts/build-release: answer callbacks, push a digest, read feeds and
pages, compose, start and stop. What isn't done here is built for size: whatever gets a measurement under bench/ gets a line here."""
import argparse
import os
import subprocess
import sys
import tempfile
import time

import run


def journeys(where):
    with tempfile.TemporaryDirectory(prefix="depeche-train-") as folder:
        port = run.free_port()
        sandbox = run.Sandbox(where.program, folder, port)
        with sandbox.live():
            bot = run.Bot(where.program, folder, "train", port, sandbox)
            bot.command("digest", "compose", "--edition", "bench", "--fetch")
            with bot.live() as server:
                for number, say in enumerate(("help", "digest", "help", "latest")):
                    run.load(where.tools, server.pid, port, "--requests", 10_000, "--connections", 64, "--say", say, "--first-id",
                             (number + 1) * 1_000_000_000)
                code = next(word for word in bot.command("admin", "invite").split() if word.startswith("http://weixin.qq.com/"))
                admin = f"/sandbox/v1/phones/{sandbox.ask('/sandbox/v1/phones', {'language': 'en'})['phone']}"
                sandbox.ask(f"{admin}/scan", {"code": code})
                batch = sandbox.ask("/sandbox/v1/phones/batch", {"count": 5000, "spoke": True, "language": "en", "text": "help"})
                for words in ("/status", "/preview", "/stats", "harbour", "topics", "/send bench", "yes"):
                    sandbox.ask(f"{admin}/say", {"text": words})
                stats = f"/sandbox/v1/stats?first={batch['first']}&last={batch['last']}&contains=Benchmark"
                run.wait_until(lambda: sandbox.ask(stats)["received"]["0"] == 0, "the push does not end", 300, 0.2)
                time.sleep(1)  # the ledger's last rows


def reading(where):
    """Feeds, and digests out of enough articles that everything is passed through."""
    with tempfile.TemporaryDirectory(prefix="depeche-train-") as folder:
        for name in run.write_feeds(folder):
            subprocess.run([where.program, "feed", "parse", name], stdout=subprocess.DEVNULL, check=True)
        subprocess.run([f"{where.tools}/bench_digest", "200", "500"], stdout=subprocess.DEVNULL, check=True)


def main():
    arguments = argparse.ArgumentParser(description="Does what a bot does all day, with a program that counts.")
    arguments.add_argument("--build", required=True, help="folder of the counting build")
    arguments.add_argument("--counts", required=True, help="folder for what was counted")
    arguments = arguments.parse_args()
    arguments.program, arguments.tools = f"{arguments.build}/src/depeche", f"{arguments.build}/bench"
    for part in (journeys, reading):
        print(f"training: {part.__name__}", file=sys.stderr)
        # Each into its own file: they are given different weights.
        os.environ["LLVM_PROFILE_FILE"] = f"{arguments.counts}/{part.__name__}-%m.profraw"
        part(arguments)


if __name__ == "__main__":
    main()
