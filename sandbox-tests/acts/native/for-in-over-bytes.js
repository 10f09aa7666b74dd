// for…in over a typed array near its cap.
// blast: worker
for (const key in new Uint8Array(1_000_000)) kept.push(key);
