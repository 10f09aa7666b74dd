// Code made from a text where there is hardly any stack left.
// blast: session
// codes: script_timeout script_memory
// profile: standard
const down = () => {
  try {
    down();
  } catch {
    (0, eval)(`(function () { return ${Math.random()} + [${'1,'.repeat(50)}].length })()`);
  }
};
down();
