// A loop that the compiler unrolls, which takes its interrupt check away.
// blast: session
// codes: script_timeout
for (;;) new Array(100).fill(1);
