// The session's methods, called on everything but the session.
// blast: callback
for (const name of Object.keys(session)) {
  for (const self of [undefined, null, 1, 'x', {}, [], globalThis]) {
    if (name === 'processEnding' || name === 'disconnectPlayer') continue;
    try {
      session[name].call(self, self, self, self);
    } catch {}
  }
}
