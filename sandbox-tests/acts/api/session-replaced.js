// The session's own methods are overwritten.
// blast: callback
for (const name of Object.keys(session)) {
  try {
    session[name] = () => {
      for (;;);
    };
  } catch {}
}
