"""A small OpenID Connect provider: a real HTTP server with discovery, keys, and signed tokens."""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, SECRET = "throughline", "a secret between two servers"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Signs in whoever comes as the account in `claims`; `lies` changes what it answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://localhost:{self.server_port}"
        self.key, self.key_id = new_key(), "key-1"
        self.signing_key = self.key
        self.claims = {"sub": "account-1", "email": "ann@pelican.example", "email_verified": True}
        self.lies = {}
        self.codes = {}
        self.is_broken = False

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *_error):
        self.shutdown()
        self.server_close()

    def environment(self, **more):
        """The variables that make it the provider `pelican` of an installation."""
        return {
            "OIDC_PROVIDERS": "pelican",
            "OIDC_PELICAN_NAME": "Pelican Accounts",
            "OIDC_PELICAN_SERVER": self.issuer,
            "OIDC_PELICAN_CLIENT_ID": CLIENT_ID,
            "OIDC_PELICAN_SECRET": SECRET,
            "OIDC_PELICAN_DOMAINS": "pelican.example",
            **more,
        }

    def discovery(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": self.key_id, "alg": "RS256", "use": "sig"}]}

    def code_for(self, asked):
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code

    def tokens_for(self, posted):
        """The tokens, once, for who knows the secret and began this sign-in; else None."""
        asked = self.codes.pop(posted.get("code"), None)
        if asked is None or posted.get("client_secret") != SECRET:
            return None
        digest = hashlib.sha256(posted["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        told |= self.claims | self.lies.get("id_token", {})
        signed = jwt.encode(told, self.signing_key, "RS256", headers={"kid": self.key_id})
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if self.server.is_broken:
            return self.send_error(500)
        if url.path == "/favicon.ico":
            return self.answer(200, "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        if url.path == "/authorize":
            return self.page(asked)
        answers = {
            "/.well-known/openid-configuration": self.server.discovery,
            "/keys": self.server.keys,
            "/userinfo": lambda: self.server.claims | self.server.lies.get("userinfo", {}),
        }
        return self.json(200, answers[url.path]()) if url.path in answers else self.send_error(404)

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        posted = {name: values[0] for name, values in parse_qs(text).items()}
        tokens = self.server.tokens_for(posted)
        if tokens is None:
            return self.json(400, {"error": "invalid_grant"})
        return self.json(200, tokens)

    def page(self, asked):
        """Who signs in here: two links, as every provider has them."""
        back = {"code": self.server.code_for(asked), "state": asked["state"]}
        no = {"error": "access_denied", "state": asked["state"]}
        links = "".join(
            f'<a href="{html.escape(asked["redirect_uri"] + "?" + urlencode(query))}">{words}</a> '
            for words, query in (("Continue", back), ("Cancel", no))
        )
        self.answer(200, "text/html", f"<title>Pelican</title><h1>Pelican</h1>{links}")

    def json(self, status, data):
        self.answer(status, "application/json", json.dumps(data))

    def answer(self, status, kind, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_line):
        """Nothing on the terminal of a test."""
