// The elements of a typed array near its cap become properties of an object.
// blast: callback
kept.push({ ...new Uint8Array(1_000_000) });
