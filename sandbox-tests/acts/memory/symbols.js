// Symbols in the registry of all symbols, which never forgets one.
// blast: session
// codes: script_memory script_timeout
for (let i = 0; ; i++) Symbol.for(`symbol ${i} ${'x'.repeat(100)}`);
