// A pattern compiled where there is hardly any stack left: in other surroundings that crashes the process.
// blast: session
// codes: script_timeout
const down = () => {
  try {
    down();
  } catch {
    new RegExp(`(a|b)*c${Math.random()}`).test('aaaa');
  }
};
down();
