// An event that dispatches itself.
// blast: session
// codes: script_timeout
const target = new EventTarget();
target.addEventListener('x', () => target.dispatchEvent(new Event('x')));
for (;;)
  try {
    target.dispatchEvent(new Event('x'));
  } catch {}
