// A reviver that makes the object it walks larger.
// blast: session
// codes: script_timeout script_memory
JSON.parse('[1]', function (key, value) {
  if (Array.isArray(this)) this.push({});
  return value === 1 ? [1, 1, [1]] : value;
});
for (;;) JSON.parse('[' + '1,'.repeat(200_000) + '1]', (key, value) => [value]);
