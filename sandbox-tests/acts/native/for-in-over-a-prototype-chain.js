// for…in over an object whose prototypes have hundreds of thousands of names.
// blast: session
// codes: script_timeout script_memory
let object = null;
for (let i = 0; i < 20_000; i++) {
  object = Object.create(object);
  for (let j = 0; j < 5; j++) object[`k${i} ${j}`] = 1;
}
for (const key in object) kept.push(key);
