"""The shell's own pages: help, signing in and out, passwords, text sent again."""

from tests.permission_table import answers

TOKEN = {"uidb36": "1", "key": "set-password"}

ROWS = {
    "GET help": answers(200, anonymous=200),
    "GET send_again": answers(302),
    "POST forget_kept": answers(302),
    "POST stay_signed_in": answers(204),
    "GET account_login": answers(302, anonymous=200),
    "POST account_login": answers(302, anonymous=422),
    "POST account_login email": answers(302, anonymous=200),
    "GET account_logout": answers(200),
    "POST account_logout": answers(302),
    "GET account_inactive": answers(200, anonymous=200),
    # Nobody in the world has a password yet: they are led to choosing one.
    "GET account_change_password": answers(302),
    "POST account_change_password": answers(302),
    "GET account_set_password": answers(200),
    "POST account_set_password": answers(422),
    "GET account_reset_password": answers(200, anonymous=200),
    "POST account_reset_password": answers(422, anonymous=422),
    "GET account_reset_password_done": answers(200, anonymous=200),
    "GET account_reset_password_from_key": answers(200, anonymous=200),
    "POST account_reset_password_from_key": answers(422, anonymous=422),
    "GET account_reset_password_from_key_done": answers(200, anonymous=200),
}
ARGS = {
    "account_reset_password_from_key": lambda world: TOKEN,
}
DATA = {"POST account_login email": lambda world: {"login": world.subject.email}}
