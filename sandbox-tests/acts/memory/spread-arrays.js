// Arrays spread into themselves, which no guard sees.
// blast: session
// codes: script_memory script_timeout
let array = [1, 2, 3];
for (;;) array = [...array, ...array];
