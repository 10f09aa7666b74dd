// Loops within loops, each short, that together never end.
// blast: session
// codes: script_timeout
for (let i = 0; i < 1e9; i++) for (let j = 0; j < 1e9; j++) Math.sqrt(i * j);
