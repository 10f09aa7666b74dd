// A replacement made of thousands of references to what comes before and after.
// blast: session
// codes: script_timeout script_memory
const text = 'a'.repeat(1_000_000);
for (;;) kept.push(text.replace(/a/g, "$`$'$`$'"));
