// process.exit, caught, and again, and again.
// blast: session
// codes: script_exit script_timeout
for (;;)
  try {
    process.exit(0);
  } catch {}
