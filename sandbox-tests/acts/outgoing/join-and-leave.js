// One player joins and leaves a group of everybody again and again: each time all are told.
// blast: session
// codes: script_timeout script_cpu
// players: 16
// messages: 5
for (const player of session.getPlayers()) session.joinGroup(7, player);
for (let i = 0; i < 2_000; i++) {
  session.leaveGroup(7, 1);
  session.joinGroup(7, 1);
}
