// A buffer of a megabyte more in each of many batches.
// blast: session
// codes: script_memory script_timeout
// messages: 200
kept.push(new ArrayBuffer(1_000_000));
