// The same in the language whole, where it succeeds: the script fools itself alone.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
for (const name of ['timeout', 'reference', 'copy', 'peerId', 'opCode', 'sender', 'payload', 'get', 'set', 'value', 'length', '0', 'toJSON', 'cause', 'kind']) {
  try {
    Object.defineProperty(Object.prototype, name, { get() { for (;;); }, set() { for (;;); }, configurable: true });
  } catch {}
}
