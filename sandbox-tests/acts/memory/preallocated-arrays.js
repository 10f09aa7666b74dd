// Arrays of tens of millions of holes, for which V8 takes the memory at once.
// blast: worker
// codes: script_timeout script_memory
for (;;) kept.push(new Array(30_000_000));
