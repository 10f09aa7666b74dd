// Signals to oneself, to the parent, to all.
// blast: callback
for (const pid of [0, 1, -1, process.pid, process.ppid]) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}
