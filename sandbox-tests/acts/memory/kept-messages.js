// Messages for players, made and kept, never sent.
// blast: session
// codes: script_memory script_timeout
for (;;) kept.push(session.newBinaryGameMessage(1, -1, new Uint8Array(60_000)));
