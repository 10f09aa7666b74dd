// `import()` thousands of times.
// blast: session
// codes: script_timeout script_memory
for (let i = 0; i < 20_000; i++) import(`x${i}`).catch(() => {});
