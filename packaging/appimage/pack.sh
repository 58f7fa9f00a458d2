#!/bin/sh
# Packs the bundle as an AppImage.
#
#   python3 packaging/dev.py build deb      makes the bundle, and what a desktop wants to know
#   packaging/appimage/pack.sh build/usero-desktop-1.0.0-x86_64.AppImage
#   packaging/appimage/pack.sh --only-folder build/AppDir
#
# APPIMAGETOOL      appimagetool, if it is not on the PATH (github.com/AppImage/appimagetool)
# APPIMAGE_RUNTIME  the runtime to begin the file with; without it appimagetool fetches one
#
# THE IMAGE ITSELF IS NOT YET BUILT: a test makes the folder and starts the program in it.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
bundle=$root/build/frozen/usero-desktop
share=$root/build/deb/usr/share
id=io.usero.Desktop

only_folder=no
if [ "${1:-}" = --only-folder ]; then
    only_folder=yes
    shift
fi
if [ "$#" -ne 1 ]; then
    echo "Usage: $0 IMAGE, or $0 --only-folder FOLDER" >&2
    exit 2
fi
for part in "$bundle" "$share"; do
    if [ ! -d "$part" ]; then
        echo "$part is missing: run python3 packaging/dev.py build deb." >&2
        exit 1
    fi
done

if [ "$only_folder" = yes ]; then
    folder=$1
    rm -rf "$folder"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    folder=$work/AppDir
fi
mkdir -p "$folder/usr/lib" "$folder/usr/share"
cp -a "$bundle" "$folder/usr/lib/"
for part in applications icons metainfo; do
    cp -a "$share/$part" "$folder/usr/share/"
done
# What is beside AppRun is what tools look for: the entry, and the icon it names.
cp "$share/applications/$id.desktop" "$folder/"
cp "$share/icons/hicolor/256x256/apps/$id.png" "$folder/"
ln -s "$id.png" "$folder/.DirIcon"
cp "$root/packaging/appimage/AppRun" "$folder/"
chmod 755 "$folder/AppRun"
[ "$only_folder" = no ] || exit 0

set -- "$folder" "$1"
[ -z "${APPIMAGE_RUNTIME:-}" ] || set -- --runtime-file "$APPIMAGE_RUNTIME" "$@"
ARCH=$(uname -m) "${APPIMAGETOOL:-appimagetool}" "$@"
