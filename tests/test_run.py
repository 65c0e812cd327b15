"""The launcher: its locks, its children, its servers, and what it says when it cannot go on."""

import ast
import fcntl
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import psycopg
import pytest
import redis

from launcher import demo, native
from launcher.checks import passes
from launcher.children import Child, Family, command_of, end_orphans
from launcher.places import ROOT, LauncherError, kept_secret
from launcher.postgres import Postgres, forget_stale_pid
from launcher.servers import Home, only_holder, own_servers, shared_servers

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True)"
PIN = re.compile(r"^([A-Za-z0-9_-]+)(?:\[[a-z,]+\])?==(\S+)", re.M)


def pins(name):
    """The packages of a requirements file or lock with their versions."""
    found = PIN.findall((ROOT / name).read_text())
    return {package.lower().replace("_", "-"): version for package, version in found}


@pytest.fixture
def no_urls(monkeypatch):
    """As on a machine where no server is named."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def home(tmp_path, no_urls):
    """A folder for servers of its own; as root the database lies elsewhere, and goes too."""
    folder = tmp_path / f"home{os.getpid()}"
    yield Home(folder, is_kept=True)
    end_orphans(folder / "processes.json")
    shutil.rmtree(Postgres(folder, is_kept=True).data.parent, ignore_errors=True)


@pytest.fixture
def family(tmp_path):
    family = Family(tmp_path / "processes.json")
    yield family
    family.stop()


def child(tmp_path, args, **more):
    return Child("child", args, tmp_path / "child.log", **more)


def wait_for(condition, seconds=10):
    """Wait until the condition holds; fail when it takes too long."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


# What is installed


def test_the_locks_hold_every_pinned_package_at_its_version():
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert runtime.items() <= pins("requirements.lock").items()
    assert dev.items() <= pins("requirements-dev.lock").items()
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_of_a_lock_has_a_hash_and_no_address(name):
    text = (ROOT / name).read_text()
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert len(entries) == len(pins(name))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_a_python_too_old_can_still_read_run_and_say_so():
    assert ast.parse((ROOT / "run").read_text(), feature_version=(3, 8)).body


def test_an_unknown_command_prints_the_commands():
    done = subprocess.run([ROOT / "run", "fly"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "./run demo" in done.stderr


def test_every_setting_from_the_environment_is_in_the_example():
    settings = (ROOT / "config/settings.py").read_text()
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    example = (ROOT / ".env.example").read_text()
    assert {name for name in read if not re.search(rf"\b{name}=", example)} == set()


# Children


def test_a_child_that_falls_is_started_again(family, tmp_path, capsys):
    fallen = family.start(child(tmp_path, SLEEP))
    first = fallen.process.pid
    os.kill(first, signal.SIGKILL)
    fallen.process.wait()
    family.tend()
    assert fallen.is_running
    assert fallen.process.pid != first
    assert json.loads(family.record.read_text())[0]["pid"] == fallen.process.pid
    assert "child stopped by itself (exit -9)" in capsys.readouterr().err


def test_a_child_that_keeps_falling_ends_the_run_with_its_last_words(family, tmp_path):
    fallen = family.start(child(tmp_path, [sys.executable, "-c", "raise SystemExit('no disk')"]))
    with pytest.raises(LauncherError, match="no disk"):  # noqa: PT012  (it takes several falls)
        for _ in range(10):
            fallen.process.wait()
            family.tend()
    assert len(fallen.falls) == 6


def test_servers_stop_last_and_in_reverse_order(family, tmp_path):
    order = tmp_path / "order"
    script = (
        "import signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: open({0!r}, 'a').write('{1}') and sys.exit())\n"
        "print('up', flush=True)\n"
        "signal.pause()"
    )
    for name in "abc":
        args = [sys.executable, "-c", script.format(str(order), name)]
        one = Child(name, args, tmp_path / f"{name}.log", is_server=name != "c")
        family.start(one)
        wait_for(lambda one=one: "up" in one.log.read_text())
    family.stop()
    assert order.read_text() == "cba"
    assert not family.record.exists()


def test_a_deaf_child_is_killed_with_its_own_children(family, tmp_path):
    script = f"import subprocess, sys; {DEAF}; p = subprocess.Popen([sys.executable, '-c', "
    script += "'import time; time.sleep(60)']); print(p.pid, flush=True); p.wait()"
    deaf = family.start(child(tmp_path, [sys.executable, "-c", script], patience=0.2))
    wait_for(lambda: len(deaf.log.read_text().split()) == 2)
    grandchild = int(deaf.log.read_text().split()[1])
    family.stop()
    assert deaf.process.returncode == -signal.SIGKILL
    wait_for(lambda: not command_of(grandchild))


def test_an_orphan_of_a_killed_run_is_ended(tmp_path):
    orphan = child(tmp_path, SLEEP)
    Family(tmp_path / "processes.json").start(orphan)
    init = threading.Thread(target=orphan.process.wait)  # takes the part of init
    init.start()
    end_orphans(tmp_path / "processes.json")
    init.join()
    assert not command_of(orphan.process.pid)
    assert not (tmp_path / "processes.json").exists()


def test_a_stranger_with_the_recorded_id_is_left_alone(family, tmp_path):
    stranger = family.start(child(tmp_path, SLEEP))
    record = tmp_path / "old.json"
    row = {"name": "web", "pid": stranger.process.pid, "command": "gunicorn config.wsgi"}
    record.write_text(json.dumps([row | {"stop_signal": 15, "patience": 1}]))
    end_orphans(record)
    assert stranger.is_running
    assert not record.exists()


# Finding the servers


def test_named_servers_are_used_and_nothing_is_started(tmp_path, monkeypatch):
    named = {"DATABASE_URL": "postgresql://db.example/app", "REDIS_URL": "redis://bell.example/0"}
    for name, url in named.items():
        monkeypatch.setenv(name, url)
    with shared_servers(Home(tmp_path / "home", is_kept=True), "manage") as urls:
        assert urls == named
    assert not (tmp_path / "home").exists()


def test_a_second_test_run_says_that_one_is_running(tmp_path):
    home = Home(tmp_path, is_kept=False)
    with (
        only_holder(home, "test"),
        pytest.raises(LauncherError, match=r"\./run test is running already"),
    ):
        only_holder(home, "test")


def test_a_second_demo_says_where_the_first_one_is(tmp_path):
    home = Home(tmp_path, is_kept=True)
    with only_holder(home, "demo"):
        home.write_note(command="demo", pid="1", address="http://localhost:8000")
        with pytest.raises(LauncherError, match="running already at http://localhost:8000"):
            only_holder(home, "demo")


def test_a_command_finds_the_servers_of_a_running_demo(tmp_path, no_urls):
    home = Home(tmp_path, is_kept=True)
    servers = {"DATABASE_URL": "postgresql:///app", "REDIS_URL": "redis://127.0.0.1:1/0"}
    with only_holder(home, "demo"):
        home.write_note(command="demo", pid="1", **servers)
        with shared_servers(home, "manage") as urls:
            assert urls == servers


def test_the_note_with_the_password_is_closed_to_others(tmp_path):
    home = Home(tmp_path, is_kept=True)
    home.write_note(command="demo", pid="1")
    assert home.note.stat().st_mode & 0o077 == 0


def test_a_secret_is_made_once_and_closed_to_others(tmp_path):
    first = kept_secret(tmp_path / "secret_key")
    assert len(first) >= 50
    assert kept_secret(tmp_path / "secret_key") == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


# The servers themselves


def write_everywhere(urls, word):
    """One row in the database, one value at the broker."""
    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        connection.execute("create table if not exists kept (word text)")
        connection.execute("insert into kept values (%s)", [word])
    with redis.Redis.from_url(urls["REDIS_URL"]) as bell:
        bell.rpush("kept", word)


def read_everywhere(urls):
    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        rows = [word for (word,) in connection.execute("select word from kept order by word")]
    with redis.Redis.from_url(urls["REDIS_URL"], decode_responses=True) as bell:
        return rows, sorted(bell.lrange("kept", 0, -1))


HOLD = """
import fcntl, pathlib, sys, time
from launcher.servers import Home, own_servers
home = Home(pathlib.Path(sys.argv[1]), is_kept=True)
with own_servers(home, "manage", home.lock("lock", fcntl.LOCK_EX)):
    time.sleep(600)
"""


def test_servers_keep_their_data_over_a_killed_run_and_another_start(home):
    run = subprocess.Popen([sys.executable, "-c", HOLD, home.folder], cwd=ROOT)
    wait_for(home.read_note, seconds=60)
    write_everywhere(home.read_note(), "one")
    time.sleep(1.1)  # the broker's log of writes reaches the disk once a second
    left = json.loads(home.record.read_text())
    run.kill()
    run.wait()
    os.kill(left[1]["pid"], signal.SIGKILL)

    with own_servers(home, "manage", home.lock("lock", fcntl.LOCK_EX)) as (_, urls):
        assert [row for row in left if command_of(row["pid"]) == row["command"]] == []
        write_everywhere(urls, "two")
    with own_servers(home, "manage", home.lock("lock", fcntl.LOCK_EX)) as (_, urls):
        assert read_everywhere(urls) == (["one", "two"], ["one", "two"])
        assert home.read_note()["DATABASE_URL"] == urls["DATABASE_URL"]
    assert not home.note.exists()
    assert not home.record.exists()


@pytest.mark.faults
def test_no_committed_row_is_lost_when_postgres_is_killed(home):
    committed = []
    with own_servers(home, "manage", home.lock("lock", fcntl.LOCK_EX)) as (family, urls):
        postgres = family.children[0]
        for _ in range(10):
            committed += commit_until_killed(urls, postgres, len(committed))
            postgres.process.wait()
            postgres.falls.clear()  # ten falls a minute are this test's doing
            family.tend()
            wait_for(lambda: answers(urls))
        with psycopg.connect(urls["DATABASE_URL"]) as connection:
            kept = {number for (number,) in connection.execute("select number from sure")}
    assert len(committed) > 100
    assert set(committed) <= kept


def answers(urls):
    try:
        psycopg.connect(urls["DATABASE_URL"], connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def commit_until_killed(urls, postgres, start):
    """Commit numbers one by one until the server is killed under it; those acknowledged."""
    threading.Timer(random.uniform(0.2, 0.8), postgres.process.kill).start()
    done = []
    try:
        with psycopg.connect(urls["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("create table if not exists sure (number int)")
            while True:
                connection.execute("insert into sure values (%s)", [start + len(done)])
                done.append(start + len(done))
    except psycopg.OperationalError:
        return done


def test_an_id_file_of_a_stranger_is_forgotten(tmp_path):
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n")
    forget_stale_pid(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_a_long_path_gets_a_short_socket_folder(tmp_path):
    server = Postgres(tmp_path / ("a" * 90), is_kept=False)
    server.data = tmp_path / ("a" * 90) / "pg-18"
    assert len(str(server.socket)) < 85
    assert server.socket.stat().st_mode & 0o077 == 0
    server.clean_up()
    assert not server.socket.exists()


# What it says


def test_a_busy_port_is_named_with_what_to_type(monkeypatch):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        monkeypatch.setenv("PORT", str(busy.getsockname()[1]))
        with pytest.raises(LauncherError, match=r"is in use\. Choose another: PORT=8001"):
            demo.chosen_port()


@pytest.mark.parametrize("port", ["", "0", "80x", "70000"])
def test_a_port_that_is_no_port_is_refused_and_an_empty_one_is_none(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    if port:
        with pytest.raises(LauncherError, match="it must be a number"):
            demo.chosen_port()
    else:
        assert demo.chosen_port() in range(8000, 8100)


def test_tests_without_a_browser_fail_with_the_line_to_type(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    monkeypatch.setenv("THROUGHLINE_NO_APT", "1")
    with pytest.raises(LauncherError) as said:
        native.need_for_tests()
    assert native.BROWSER.line in str(said.value)
    assert "CHROMIUM=/path/to/chromium ./run test" in str(said.value)


def test_accounts_are_printed_in_columns():
    rows = [
        {"role": "Coach", "email": "a@pelican.example", "school": "Cypress Elementary"},
        {"role": "System admin", "email": "bo@pelican.example", "school": None},
    ]
    assert demo.table(rows, ("role", "email", "school")) == (
        "Role          Email               School\n"
        "Coach         a@pelican.example   Cypress Elementary\n"
        "System admin  bo@pelican.example"
    )


def test_a_failing_check_is_named_with_what_it_said(capsys):
    env = dict(os.environ)
    assert passes("good", [sys.executable, "-c", "print('quiet')"], env)
    assert not passes("bad", [sys.executable, "-c", "raise SystemExit('a reason')"], env)
    said = capsys.readouterr().err
    assert said == "ok      good\nfailed  bad\na reason\n\n"


# From end to end, in a folder of its own


@pytest.fixture
def apart(tmp_path, no_urls):
    """The environment of a person who has no servers, with a data folder for this test alone."""
    var = tmp_path / "var"
    port = random.randrange(18000, 28000)
    env = {**os.environ, "THROUGHLINE_VAR": str(var), "PORT": str(port)}
    for name in ("SECRET_KEY", "VAR_DIR", "EMAIL_URL", "SITE_URL", "DEMO"):
        env.pop(name, None)
    yield env
    end_orphans(var / "processes.json")
    if os.geteuid() == 0 and (var / "id").exists():
        shutil.rmtree(f"/var/tmp/throughline-{(var / 'id').read_text()}", ignore_errors=True)


def start_demo(env, log):
    """`./run demo` until it says that it is ready."""
    with open(log, "wb") as out:
        run = subprocess.Popen([ROOT / "run", "demo"], env=env, stdout=out, stderr=out)
    end = time.monotonic() + 300
    while "Ctrl+C stops everything" not in log.read_text():
        assert run.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)
    return run


def manage(env, *args):
    done = subprocess.run([ROOT / "run", "manage", *args], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.faults
def test_a_demo_is_killed_started_again_and_stopped(apart, tmp_path):
    log, record = tmp_path / "demo.log", tmp_path / "var/processes.json"
    first = start_demo(apart, log)
    left = json.loads(record.read_text())
    assert [row["name"] for row in left] == [
        "postgres", "valkey", "worker", "pdf-worker", "beat", "web",
    ]  # fmt: skip
    accounts = json.loads(manage(apart, "demo", "--accounts", "--json"))
    assert all(account["email"] in log.read_text() for account in accounts)
    first.kill()
    first.wait()

    second = start_demo(apart, log)
    assert [row["name"] for row in left if command_of(row["pid"]) == row["command"]] == []
    with urllib.request.urlopen(f"http://127.0.0.1:{apart['PORT']}/readyz") as answer:
        assert all(json.load(answer).values())
    children = json.loads(record.read_text())
    second.send_signal(signal.SIGINT)
    assert second.wait(60) == 0
    assert [row["name"] for row in children if command_of(row["pid"])] == []
    assert json.loads(manage(apart, "demo", "--accounts", "--json")) == accounts
    assert not record.exists()
