// Handlers for what nobody catches, which would keep a process alive.
// blast: callback
for (const event of ['uncaughtException', 'unhandledRejection', 'exit', 'beforeExit', 'SIGTERM', 'SIGKILL', 'message', 'disconnect']) {
  try {
    process.on(event, () => {
      for (;;);
    });
  } catch {}
}
setTimeout(() => {
  throw new Error('x');
}, 1);
Promise.reject(1);
