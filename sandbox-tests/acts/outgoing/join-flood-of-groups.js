// Joins of thousands of different groups, left at once.
// blast: session
// codes: script_timeout script_cpu
// messages: 3
for (let i = 1; i <= 5_000; i++) {
  session.joinGroup(i, 1);
  session.leaveGroup(i, 1);
}
