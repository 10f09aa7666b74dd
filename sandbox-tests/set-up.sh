#!/bin/sh
# Brings what the tests need beyond npm: bubblewrap, for the workers' sandbox of that name, the AWS command line, for the
# service API, and Chromium, for the client and the console in a browser. `npm test` runs this first. Where one cannot be
# installed, the tests that need it are left out and say why; so this never fails.

# $1: the command; $2: the Debian package it is in; $3: what it is for
bring() {
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $2, for the tests of $3"
    timeout 300 sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $2" >/dev/null 2>&1
  fi
  command -v "$1" >/dev/null || echo "$2 is not installed: the tests of $3 are left out"
}

export DEBIAN_FRONTEND=noninteractive
bring bwrap bubblewrap '--sandbox bwrap'
bring chromium chromium 'the client in a browser'
bring aws awscli 'the service API by the AWS command line'
exit 0
