#!/bin/sh
# Fills corpus/verdict with the small files of the shared development set. Usage: fuzz/seed.sh DEV_FILES_FOLDER
set -eu
corpus="$(dirname "$0")/corpus/verdict"
mkdir -p "$corpus"
find "$1" -type f -size -400k -exec cp -t "$corpus" {} +
ls "$corpus" | wc -l
