"""What somebody writes in an hour: one connection, one cursor, every page into SQLite as it comes.

`one_cursor.py DATABASE`, with the access token in TOKEN.
"""

import http.client
import json
import os
import sqlite3
import ssl
import sys
import urllib.parse

HOST = "photoslibrary.googleapis.com"

database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = NORMAL")
database.execute(
    "CREATE TABLE items (id TEXT PRIMARY KEY, name TEXT, mime TEXT, taken TEXT, width INTEGER, height INTEGER,"
    " description TEXT, camera TEXT)"
)
service = http.client.HTTPSConnection(HOST, context=ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"]))
headers = {"Authorization": "Bearer " + os.environ["TOKEN"]}
token = ""
while True:
    query = urllib.parse.urlencode({"pageSize": 100, "pageToken": token} if token else {"pageSize": 100})
    service.request("GET", "/v1/mediaItems?" + query, headers=headers)
    answer = service.getresponse()
    if answer.status != 200:
        sys.exit(f"{answer.status}: {answer.read()[:300]!r}")
    page = json.loads(answer.read())
    rows = [
        (
            item["id"],
            item["filename"],
            item["mimeType"],
            item["mediaMetadata"]["creationTime"],
            int(item["mediaMetadata"].get("width", 0)),
            int(item["mediaMetadata"].get("height", 0)),
            item.get("description"),
            item["mediaMetadata"].get("photo", {}).get("cameraModel"),
        )
        for item in page.get("mediaItems", [])
    ]
    database.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    database.commit()
    token = page.get("nextPageToken", "")
    if not token:
        break
database.close()
