// Op codes of the service itself, and numbers that are none.
// blast: callback
for (const opCode of [0, -1, -3, -5, -6, -7, -10, -11, -12, -15, -1000, 2 ** 31, -(2 ** 31), 2 ** 32, 1e308, NaN, '0', '-1', 'x', null, undefined, {}, []]) {
  for (const sender of [-1, 0, 1, 2 ** 31, 'x', {}]) session.sendReliableMessage(session.newTextGameMessage(opCode, sender, 'forged'), 1);
}
