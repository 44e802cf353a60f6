#!/bin/sh
# Starts AIOS from wherever this folder lies, also by a link to this file. The window's program must be told where it is.
here=$(dirname -- "$(readlink -f -- "$0")")

case $here in
*[\'\"\`\$\\]*)
  echo "AIOS cannot run from $here: its path has a quote, a dollar or a backslash in it. Move the folder." >&2
  exit 1
  ;;
esac

# With some of NVIDIA's drivers the window stays blank otherwise.
if [ -e /proc/driver/nvidia/version ] && [ -z "${WEBKIT_DISABLE_DMABUF_RENDERER+set}" ]; then
  export WEBKIT_DISABLE_DMABUF_RENDERER=1
fi

exec "$here/aios-window" --res-mode=bundle --path="$here"
