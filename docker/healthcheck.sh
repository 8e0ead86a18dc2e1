#!/bin/sh
# 0 where the studio in this container says that it is well.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
exec "$home/venv/bin/python" -c '
import os, sys, urllib.request
address = "http://127.0.0.1:{}/healthz".format(os.environ.get("PORT", "8000"))
try:
    urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "localhost"}), timeout=4)
except OSError as error:
    sys.exit(str(error))
'
