// for…in over an array of as many elements as it may have.
// blast: session
// codes: script_timeout script_memory
for (const key in new Array(1_000_000).fill(1)) kept.push(key);
