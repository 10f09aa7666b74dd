// An error whose frames are functions with names of millions of units.
// blast: session
// codes: script_timeout script_memory
let text = 'ab';
for (let i = 0; i < 21; i++) text += text;
const down = n => {
  if (n === 0) throw new Error('x');
  return Object.defineProperty(() => down(n - 1), 'name', { value: text })();
};
down(20);
