#!/bin/bash
# Signs the app, packs it as a disk image and has Apple notarise that.
#
#   packaging/macos/pack.sh "build/frozen/Usero Desktop.app" build/usero-desktop-1.0.0-arm64.dmg
#
# SIGN_IDENTITY     a "Developer ID Application: …" of the keychain. Without it the app is signed
#                   for this Mac alone: others would not open it.
# NOTARY_PROFILE    what `xcrun notarytool store-credentials` has put into the keychain. Without
#                   it nothing is sent to Apple.
#
# NOT YET RUN ON A MAC: `shellcheck` has read it.
set -euo pipefail

if [ "$#" -ne 2 ]; then
    echo "Usage: $0 APP DMG" >&2
    exit 2
fi
app=$1
image=$2
here=$(cd "$(dirname "$0")" && pwd)
identity=${SIGN_IDENTITY:--}

if [ "$(uname)" != Darwin ]; then
    echo "$0 needs macOS: codesign, hdiutil and notarytool are there alone." >&2
    exit 2
fi

timestamp=--timestamp
if [ "$identity" = - ]; then
    echo "SIGN_IDENTITY is not set: the app is signed for this Mac alone." >&2
    timestamp=--timestamp=none
fi
sign() {
    codesign --force --options runtime "$timestamp" --sign "$identity" "$@"
}

# From the inside out: the signature of a bundle seals those of what is in it.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' -o -name '*.so.*' \) -print0 |
    while IFS= read -r -d '' library; do
        sign "$library"
    done
find "$app/Contents" -type d -name '*.framework' -prune -print0 |
    while IFS= read -r -d '' framework; do
        sign "$framework"
    done
sign --entitlements "$here/entitlements.plist" "$app"
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "Usero Desktop" -srcfolder "$stage" -fs HFS+ -format UDZO -ov "$image"
[ "$identity" = - ] || codesign "$timestamp" --sign "$identity" "$image"

if [ -z "${NOTARY_PROFILE:-}" ]; then
    echo "NOTARY_PROFILE is not set: the image is not notarised." >&2
    exit 0
fi
xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
