// The elements of an array at its cap become properties of an object.
// blast: session
for (;;) kept.push({ ...new Array(1_000_000).fill(1) });
