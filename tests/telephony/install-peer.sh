#!/bin/bash
# A real Asterisk with SIP telephones (baresip, sipp) in a folder of its own: the peer of the telephony tests. Debian or Ubuntu, as root.
# usage: install-peer.sh FOLDER      about 90 s, 400 MB; a folder that is complete is left as it is
# The packages come from the mirror that this machine's apt already uses, with their signatures checked.
set -euo pipefail
FOLDER=$(realpath -m "$1")
if [ -e "$FOLDER/complete" ]; then exit 0; fi
if [ "$(id -u)" != 0 ]; then echo "install-peer.sh needs root: it makes a folder that is entered with chroot." >&2; exit 2; fi
if ! command -v apt-get dpkg-deb >/dev/null; then echo "install-peer.sh needs apt: run the telephony tests on Debian or Ubuntu." >&2; exit 2; fi

WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT
cd "$WORK"
SUITE=${CIVICLINE_PEER_SUITE:-sid}     # the WebSocket channel with JSON needs Asterisk 22.8, which older suites do not have
MIRROR=${CIVICLINE_PEER_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | sort -u | head -n 1)}
apt-get download debootstrap >/dev/null 2>&1
dpkg-deb -x debootstrap_*.deb tool
export DEBOOTSTRAP_DIR=$WORK/tool/usr/share/debootstrap

rm -rf "$FOLDER.part"
"$WORK"/tool/usr/sbin/debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$SUITE" "$FOLDER.part" "$MIRROR" >"$WORK/log" 2>&1 \
    || { tail -n 5 "$WORK/log" >&2; exit 1; }
printf '#!/bin/sh\nexit 101\n' >"$FOLDER.part/usr/sbin/policy-rc.d"        # no service starts by being installed
chmod +x "$FOLDER.part/usr/sbin/policy-rc.d"
echo 'Acquire::Check-Valid-Until "false";' >"$FOLDER.part/etc/apt/apt.conf.d/99stale"   # a mirror may be weeks old; signatures are checked
printf 'path-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/locale/*\n' >"$FOLDER.part/etc/dpkg/dpkg.cfg.d/lean"
chroot "$FOLDER.part" sh -c 'export DEBIAN_FRONTEND=noninteractive
    apt-get -q update && apt-get -qy --no-install-recommends install asterisk baresip-core sip-tester && apt-get clean' \
    >"$FOLDER.part/install.log" 2>&1 || { tail -n 5 "$FOLDER.part/install.log" >&2; exit 1; }
rm -rf "$FOLDER.part"/var/lib/apt/lists/*
chroot "$FOLDER.part" asterisk -V >"$FOLDER.part/complete"
rm -rf "$FOLDER"
mv "$FOLDER.part" "$FOLDER"
