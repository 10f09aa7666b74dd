#!/bin/sh
# Brings what the tests need beyond npm: bubblewrap, for the workers' sandbox of that name. `npm test` runs this first.
# Where it cannot be installed, the tests that need it are left out and say why; so this never fails.
command -v bwrap >/dev/null && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo 'Installing bubblewrap, for the tests of --sandbox bwrap'
  export DEBIAN_FRONTEND=noninteractive
  timeout 180 sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends bubblewrap' >/dev/null 2>&1
fi

command -v bwrap >/dev/null || echo 'bubblewrap is not installed: the tests of --sandbox bwrap are left out'
exit 0
