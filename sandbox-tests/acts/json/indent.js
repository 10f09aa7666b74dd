// A deep object written with the widest indent.
// blast: session
let value = {};
for (let i = 0; i < 2_000; i++) value = { value };
for (;;) kept.push(JSON.stringify(value, null, '          '));
