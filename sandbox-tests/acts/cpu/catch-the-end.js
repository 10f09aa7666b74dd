// A loop that catches whatever would end it.
// blast: session
// codes: script_timeout
for (;;) {
  try {
    for (;;);
  } catch {
  } finally {
    continue;
  }
}
