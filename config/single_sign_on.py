"""Signing in through the school system's own accounts, as the environment says (.env.example).

`OIDC_PROVIDERS=google` names them; each has its own variables, `OIDC_GOOGLE_CLIENT_ID` and so on.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# What we know of the well-known ones. Microsoft's address holds the id of the one tenant.
KNOWN = {
    "google": {"name": "Google", "server": "https://accounts.google.com"},
    "microsoft": {"name": "Microsoft", "uid_field": "oid", "fetch_userinfo": False},
    "clever": {"name": "Clever", "server": "https://clever.com"},
    "classlink": {"name": "ClassLink", "server": "https://launchpad.classlink.com"},
}
LOCAL = ("localhost", "127.0.0.1")
MANY_TENANTS = ("/common", "/organizations", "/consumers")


def providers(env) -> dict:
    """The value of SOCIALACCOUNT_PROVIDERS: one app for each name in OIDC_PROVIDERS."""
    apps = [_app(name, env) for name in env.list("OIDC_PROVIDERS", default=[])]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


def _app(name, env):
    known, prefix = KNOWN.get(name, {}), f"OIDC_{name.upper()}_"
    return {
        "provider_id": name,
        "name": env(f"{prefix}NAME", default=known.get("name", name.title())),
        "client_id": env(f"{prefix}CLIENT_ID"),
        "secret": env(f"{prefix}SECRET"),
        "settings": {
            "server_url": _checked(env(f"{prefix}SERVER", default=known.get("server", "")), prefix),
            "uid_field": known.get("uid_field", "sub"),
            "fetch_userinfo": known.get("fetch_userinfo", True),
            "domains": [domain.lower() for domain in env.list(f"{prefix}DOMAINS")],
            "system": env(f"{prefix}SYSTEM", default=""),
            "vouches": env.bool(f"{prefix}VOUCHES_FOR_EMAIL", default=False),
        },
    }


def _checked(server, prefix):
    """An address of one issuer, over HTTPS: anybody could stand in for another."""
    parts = urlsplit(server)
    if parts.scheme != "https" and parts.hostname not in LOCAL:
        raise ImproperlyConfigured(f"Set {prefix}SERVER to an address that begins with https://")
    if parts.path.startswith(MANY_TENANTS):
        raise ImproperlyConfigured(f"Put the id of your own tenant into {prefix}SERVER")
    return server
