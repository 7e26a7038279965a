"""The real udata on a loopback port, in one process and from packages alone.

It is run by the Python of its own environment, not by the tests', and starts empty each time: the
database is in memory. One JSON line on standard output says where it listens and who may write;
SIGTERM, or the end of standard input with --attached, ends it.

Not udata's: POST /__tests__/set/<collection>/<id> changes a stored document (Mongo extended JSON),
for what no call can do, such as views or an old date; GET /__tests__/schemas is its own catalogue.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import sys
import threading
import unicodedata
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mongomock_ng
from bson import ObjectId, json_util
from flask import Flask, request
from mongoengine.queryset.base import BaseQuerySet
from mongomock_ng.collection import Collection
from udata import settings
from udata.app import create_app, standalone
from udata.core.api_token.models import ApiToken, _hash_token
from udata.core.spatial.models import GeoLevel, GeoZone
from udata.models import Dataset, License, datastore
from waitress.server import create_server

HOST = "127.0.0.1"
DATABASE = "mongodb://localhost/udata"  # a name; nothing listens there
ANY_SIZE = 1 << 40
MONGO = mongomock_ng.MongoClient(DATABASE)

PEOPLE = ("sysadmin", "orgadmin", "editor", "outsider")
LICENSES = {
    "lov2": "Licence Ouverte / Open Licence version 2.0",
    "fr-lo": "Licence Ouverte / Open Licence",
    "odc-odbl": "Open Data Commons Open Database License (ODbL)",
    "cc-by": "Creative Commons Attribution",
    "notspecified": "License Not Specified",
}
LEVELS = {"country": 20, "fr:region": 40, "fr:departement": 60, "fr:commune": 80}
ZONES = {
    "country:fr": "France",
    "fr:region:53": "Bretagne",
    "fr:departement:35": "Ille-et-Vilaine",
    "fr:commune:35238": "Rennes",
}
ACCENTS = {"a": "aàâäáãå", "c": "cç", "e": "eéèêë", "i": "iîïíì", "n": "nñ", "o": "oôöóòõ"}
ACCENTS |= {"u": "uùûüú", "y": "yÿý"}


# What the database in memory lacks


def keep_plain_keys() -> None:
    """A `resources.$` in a $set makes it forget the plain keys: `last_modified` stood still."""
    original = Collection._update_document_fields_with_positional_awareness

    def plain_first(
        self: Any, document: Any, fields: dict[str, Any], spec: Any, updater: Any, *rest: Any
    ) -> Any:
        plain = {key: value for key, value in fields.items() if "$" not in key}
        if plain and len(plain) < len(fields):
            self._update_document_fields(document, plain, updater)
            fields = {key: value for key, value in fields.items() if "$" in key}
        return original(self, document, fields, spec, updater, *rest)

    Collection._update_document_fields_with_positional_awareness = plain_first


def search_without_index() -> None:
    """It has no $text: each word is looked for in the indexed fields; relevance orders nothing."""
    original = BaseQuerySet.order_by

    def search_text(self: Any, text: str, *_args: Any, **_options: Any) -> Any:
        specs = self._document._meta.get("index_specs", [])
        fields = [name for spec in specs for name, kind in spec["fields"] if kind == "text"]
        words = re.findall(r'"([^"]+)"', text) or text.split()
        clauses = [{"$or": [{name: with_any_accent(word)} for name in fields]} for word in words]
        return self.filter(__raw__={"$and": clauses}) if clauses else self.clone()

    def order_by(self: Any, *keys: str, **options: Any) -> Any:
        known = [key for key in keys if key and key.lstrip("-+") != "$text_score"]
        return original(self, *known, **options)

    BaseQuerySet.search_text = search_text
    BaseQuerySet.order_by = order_by


def with_any_accent(word: str) -> re.Pattern[str]:
    plain = [c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c)]
    return re.compile("".join(f"[{ACCENTS.get(c, re.escape(c))}]" for c in plain), re.IGNORECASE)


# The application


def application(url: str, options: argparse.Namespace) -> Flask:
    class Settings:
        SITE_ID = "tests"
        SECRET_KEY = "not-a-secret"
        API_TOKEN_SECRET = "not-a-secret-either"
        SERVER_NAME = url.removeprefix("http://")
        CDATA_BASE_URL = url  # where `page` links lead
        PREFERRED_URL_SCHEME = "http"
        SESSION_COOKIE_SECURE = False
        DEFAULT_LANGUAGE = "en"
        MONGODB_HOST = DATABASE
        MONGODB_SETTINGS = {  # noqa: RUF012 - read as it is
            "host": DATABASE,
            "mongo_client_class": lambda *_args, **_options: MONGO,
        }
        ELASTICSEARCH_URL = None
        CACHE_TYPE = "flask_caching.backends.NullCache"
        CACHE_NO_NULL_WARNING = True
        CELERY_TASK_ALWAYS_EAGER = True  # metrics are up to date when a request is answered
        CELERY_TASK_EAGER_PROPAGATES = False
        CELERY_BROKER_URL = "memory://"
        CELERY_RESULT_BACKEND = "cache+memory://"
        SEND_MAIL = False
        FS_ROOT = str(options.data / "files")
        FS_SERVE = True
        URLS_ALLOW_LOCAL = True  # a remote resource may be on this machine
        URLS_ALLOW_PRIVATE = True
        URLS_RESOLVE_HOSTNAME = False
        SECURITY_EMAIL_VALIDATOR_ARGS = {"check_deliverability": False}  # noqa: RUF012
        EXPORT_CSV_MODELS = ()  # made on demand, since no job makes them
        SCHEMA_CATALOG_URL = f"{url}/__tests__/schemas" if options.schemas else None
        MAX_CONTENT_LENGTH = options.max_upload

    os.environ["UDATA_SETTINGS"] = os.devnull  # no udata.cfg of whoever starts us
    return standalone(create_app(settings.Defaults, override=Settings))


def seed() -> dict[str, dict[str, str]]:
    """Licences, zones and people; the identifier and the token of each person, always the same."""
    for key, title in LICENSES.items():
        License(id=key, title=title, active=True).save()
    for key, rank in LEVELS.items():
        GeoLevel(id=key, name=key, admin_level=rank).save()
    for key, name in ZONES.items():
        level, _, code = key.rpartition(":")
        GeoZone(id=key, name=name, slug=name.lower(), level=level, code=code).save()
    return {name: person(number, name) for number, name in enumerate(PEOPLE, start=1)}


def person(number: int, name: str) -> dict[str, str]:
    user = datastore.create_user(
        id=ObjectId(f"{number:024}"),
        email=f"{name}@example.org",
        first_name=name.capitalize(),
        last_name="Test",
        password="x",
        confirmed_at=datetime.now(UTC),
    )
    if name == "sysadmin":
        datastore.add_role_to_user(user, datastore.find_or_create_role("admin"))
    token = f"udata_tests-{name}-0123456789abcdef"
    ApiToken(token_hash=_hash_token(token), token_prefix=token[:14], user=user, name=name).save()
    return {"id": str(user.id), "token": token}


def add_routes(app: Flask, schemas: Path | None) -> None:
    def change(collection: str, key: str) -> dict[str, int]:
        found = {"_id": ObjectId(key) if ObjectId.is_valid(key) else key}
        values = json_util.loads(request.get_data(as_text=True))
        done = MONGO["udata"][collection].update_one(found, {"$set": values})
        if collection == "dataset" and done.matched_count:
            dataset = Dataset.objects.get(id=key)
            Dataset.objects(id=key).update_one(set__quality_cached=dataset.compute_quality())
        return {"matched": done.matched_count}

    def catalogue() -> Any:
        return json.loads(schemas.read_text("utf-8")) if schemas else ({}, 404)

    app.add_url_rule("/__tests__/set/<collection>/<key>", view_func=change, methods=["POST"])
    app.add_url_rule("/__tests__/schemas", view_func=catalogue)
    app.extensions["csrf"].exempt(change)


# The server


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the uploaded files")
    parser.add_argument("--schemas", type=Path, help='JSON file: {"schemas": [...]}')
    parser.add_argument("--max-upload", type=int, help="bytes of a request; above, 413")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--attached", action="store_true", help="end with standard input")
    return parser.parse_args()


def end(*_args: object) -> None:
    os._exit(0)


def end_with_standard_input() -> None:
    """Nothing outlives the tests, not even tests that were killed."""
    sys.stdin.buffer.read()
    end()


def main() -> None:
    options = read_options()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGTERM, end)
    if options.attached:
        threading.Thread(target=end_with_standard_input, daemon=True).start()
    # Bound before anything else, for addresses are made of the port.
    listening = socket.socket()
    listening.bind((HOST, options.port))
    url = f"http://{HOST}:{listening.getsockname()[1]}"
    keep_plain_keys()
    search_without_index()
    app = application(url, options)
    with app.test_request_context():
        people = seed()
    add_routes(app, options.schemas)
    server = create_server(
        app, sockets=[listening], threads=options.threads, max_request_body_size=ANY_SIZE
    )
    sys.stdout.write(json.dumps({"ready": url, "pid": os.getpid(), "people": people}) + "\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main()
