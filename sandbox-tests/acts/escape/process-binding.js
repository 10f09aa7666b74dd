// Node's insides, by every name they ever had.
// blast: callback
for (const name of ['binding', '_linkedBinding', 'dlopen', 'kill', 'abort', 'reallyExit', 'chdir', 'mainModule', 'report', '_debugProcess', 'setuid']) {
  try {
    process[name]?.(process.pid ?? 1, 9);
  } catch {}
}
