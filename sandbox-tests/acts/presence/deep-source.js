// Source of a million brackets, in the language whole.
// blast: session
// codes: script_timeout script_memory
// profile: standard
for (let i = 1; ; i++) {
  try {
    new Function('('.repeat(i * 50_000) + ')'.repeat(i * 50_000));
  } catch {}
}
