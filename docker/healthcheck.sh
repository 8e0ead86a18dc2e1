#!/bin/sh
# 0 where the studio in this container says that it is well. It is asked by the first of its own names, since it answers to
# no other.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
exec "$home/venv/bin/python" -c '
import os, sys, urllib.request
address = "http://127.0.0.1:{}/healthz".format(os.environ.get("PORT", "8000"))
name = os.environ.get("STUDIO_ALLOWED_HOSTS", "").split(",")[0].strip().strip(".*") or "localhost"
try:
    urllib.request.urlopen(urllib.request.Request(address, headers={"Host": name}), timeout=4)
except OSError as error:
    sys.exit(str(error))
'
