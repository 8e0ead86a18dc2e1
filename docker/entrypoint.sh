#!/bin/sh
# Runs manage.py of a folder that docker/build.sh laid out, on the data folder STUDIO_DATA: "studio" where nothing is named.
#
# Beyond loopback the studio asks for a token of the API. Where none was made yet, the first start makes one and leaves it in
# the file api_token of the data folder, for its owner alone. Where there are accounts people make their own.
set -eu

home=$(cd "$(dirname "$0")/../.." && pwd)
. "$home/environment"
export PYTHONDONTWRITEBYTECODE=1 STUDIO_DATA="${STUDIO_DATA:-/data}"
test $# -gt 0 || set -- studio
cd "$home/app"

case ${STUDIO_ACCOUNTS:-0}/${STUDIO_HOST:-127.0.0.1} in
*/127.* | */localhost | */::1) ;;
1/* | [Tt][Rr][Uu][Ee]/* | [Yy][Ee][Ss]/* | [Oo][Nn]/*) ;;
*)
    if [ "$1" = studio ] && [ ! -e "$STUDIO_DATA/api_token" ]; then
        set -- "$@" --token-file "$STUDIO_DATA/api_token"
    fi
    ;;
esac
exec "$home/venv/bin/python" manage.py "$@"
