// A megabyte more in each of many batches, none of which does much.
// blast: session
// codes: script_memory script_timeout
// messages: 100
kept.push(new Array(125_000).fill(kept.length + 0.5));
