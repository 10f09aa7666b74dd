// A sort whose comparison is random and slow.
// blast: session
// codes: script_timeout
for (;;) Array.from({ length: 60_000 }, Math.random).sort(() => Math.random() - 0.5);
