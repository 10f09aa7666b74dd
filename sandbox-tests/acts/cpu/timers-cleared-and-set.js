// Timers set and cleared, so that they are never many and always new.
// blast: session
// codes: script_timeout
for (;;) clearTimeout(setTimeout(() => {}, 1e6));
