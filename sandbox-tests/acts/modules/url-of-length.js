// URLs of a million characters.
// blast: session
// codes: script_timeout script_memory
for (;;) {
  try {
    kept.push(new URL(`http://${'a.'.repeat(100_000)}/${'%20'.repeat(100_000)}?${'a=b&'.repeat(100_000)}`));
  } catch {}
}
