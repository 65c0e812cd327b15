"""A small mail server for the tests: takes mails over real SMTP and keeps them, or fails on cue."""

import contextlib
import email
import email.policy
import socketserver
import threading


class Session(socketserver.StreamRequestHandler):
    """One conversation. What the server does at each step is `server.mood`."""

    def handle(self):
        self.say("220 test")
        self.recipients = []
        with contextlib.suppress(ConnectionError):
            while line := self.rfile.readline().decode().strip():
                if not self.answer(line):
                    return

    def answer(self, line):
        verb = line.split(None, 1)[0].upper()
        if verb == "RCPT":
            self.recipients.append(line.partition("<")[2].partition(">")[0])
            self.say("550 unknown" if self.server.mood == "refuse" else "250 ok")
        elif verb == "DATA":
            self.say("354 go on")
            return self.take()
        else:
            self.say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def take(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.mood == "busy":
            self.say("451 try later")
            return True
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.mails.append((self.recipients, message))
        self.server.taken.set()
        if self.server.mood == "hold":
            self.server.go_on.wait(30)
        if self.server.mood == "hang up":
            return False
        self.say("250 taken")
        return True

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`mails` holds (recipients, message) of every mail it has taken."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mails, self.mood = [], "friendly"
        self.taken, self.go_on = threading.Event(), threading.Event()
        self.port = self.server_address[1]

    @property
    def messages(self):
        return [message for _, message in self.mails]


@contextlib.contextmanager
def running():
    """A mail server that runs while the test does."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
            thread.join()
