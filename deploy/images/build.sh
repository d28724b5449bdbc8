#!/usr/bin/env bash
# Builds an image without a daemon: deploy/images/build.sh services|bot [tag]. Needs root, buildah and mmdebstrap (Debian), and `make setup`.
# services: casework, the connector and the pages (Python 3.11 of Debian). bot: Rasa and the action server (Python 3.10, which Debian
# has not: PYTHON310 names the folder of one that can be moved, for example ~/.pyenv/versions/3.10.13).
# The image has one user (10001), nothing of a shell's comfort, and writes to /var/lib/civicline and /tmp only: run it with a
# read-only root. What is trained comes in from models/ (bot), what is a city from agencies/.
set -euo pipefail
cd "$(dirname "$0")/../.."
part=${1:?say which: services or bot}
tag=${2:-civicline-$part:latest}
store=(--storage-driver vfs)
uv=$PWD/.envs/tool/bin/uv
home=/opt/civicline

case $part in
    services) packages=ca-certificates,git,python3,python3-venv,libgomp1,libsndfile1
        locks=(services.txt); rooms=(buckets casework casework_client nlu_components voice_connector web privacy) ;;
    bot) packages=ca-certificates,libgomp1,libffi8,libssl3,libsqlite3-0,zlib1g,libbz2-1.0,liblzma5,libreadline8
        locks=(rasa.txt encoder.txt watching.txt)
        rooms=(bot_server actions nlu_components dialogue_policies tracker_store casework_client privacy models)
        : "${PYTHON310:?name the folder of a Python 3.10}" ;;
    *) echo "There are two images: services and bot." >&2; exit 2 ;;
esac

container=$(buildah "${store[@]}" from scratch)
trap 'buildah "${store[@]}" rm "$container" >/dev/null 2>&1 || true' EXIT
root=$(buildah "${store[@]}" mount "$container")

mmdebstrap --quiet --variant=minbase --include="$packages" bookworm "$root"
mkdir -p "$root$home/.envs" "$root/var/lib/civicline"
if [ "$part" = bot ]; then
    mkdir -p "$root/opt/python"
    cp -a "$PYTHON310/." "$root/opt/python/"
    echo /opt/python/lib >"$root/etc/ld.so.conf.d/python.conf"  # a Python that was built shared looks where it was built
    chroot "$root" ldconfig
    base=/opt/python/bin/python3.10
else
    base=/usr/bin/python3
fi
chroot "$root" "$base" -m venv --without-pip --copies "$home/.envs/$part"
for lock in "${locks[@]}"; do
    deps=(); [ "$lock" = encoder.txt ] && deps=(--no-deps)
    "$uv" pip install --quiet --require-hashes --link-mode copy --compile-bytecode "${deps[@]}" \
        --python "$root$home/.envs/$part/bin/python" -r "requirements/$lock" 2>"$root/tmp/uv.log" || {
        cat "$root/tmp/uv.log" >&2; exit 1; }
done
for room in "${rooms[@]}" agencies spoken signatures watching contracts; do cp -aL "$room" "$root$home/"; done
cp -a domain.yml config.yml endpoints.yml credentials.yml LICENSE "$root$home/"
find "$root$home" -path "$root$home/.envs" -prune -o -name __pycache__ -print0 | xargs -0 rm -rf
# compiled here, where it can be written: the root is read-only later, and a start that compiles anew takes longer
chroot "$root" "$home/.envs/$part/bin/python" -m compileall -q -x '/\.envs/|/models/' "$home" || true
rm -rf "$root"/tmp/* "$root"/var/cache/apt "$root"/var/lib/apt/lists/* "$root"/usr/share/doc "$root"/usr/share/man
echo 'civicline:x:10001:10001::/var/lib/civicline:/usr/sbin/nologin' >>"$root/etc/passwd"
echo 'civicline:x:10001:' >>"$root/etc/group"
chown -R 10001:10001 "$root/var/lib/civicline"
chmod -R go-w "$root$home"

buildah "${store[@]}" config --user 10001:10001 --workingdir "$home" --volume /var/lib/civicline --stop-signal SIGTERM \
    --env "PATH=$home/.envs/$part/bin:/usr/bin:/bin" --env PYTHONDONTWRITEBYTECODE=1 --env PYTHONUNBUFFERED=1 \
    --env CIVICLINE_VAR=/var/lib/civicline --env RASA_TELEMETRY_ENABLED=false --env HOME=/var/lib/civicline \
    --env OMP_NUM_THREADS=1 --entrypoint '["python", "-m"]' --label org.opencontainers.image.licenses=Apache-2.0 "$container"
buildah "${store[@]}" commit --quiet "$container" "$tag"
echo "$tag"
