// Promise.all of promises made for it, again and again.
// blast: session
// codes: script_timeout script_memory
for (;;) Promise.all(Array.from({ length: 1_000 }, () => Promise.resolve())).catch(() => {});
