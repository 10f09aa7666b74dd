// process.exit with codes that are none.
// blast: session
// codes: script_exit
for (const code of [{}, 'x', NaN, -1, Symbol('x'), { valueOf() { throw 1; } }])
  try {
    process.exit(code);
  } catch {}
