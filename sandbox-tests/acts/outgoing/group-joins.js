// Every player joins as many groups as there may be: each join tells all members of the group.
// blast: session
// codes: script_timeout script_cpu
// players: 16
for (let group = 1; group <= 100; group++)
  for (const player of session.getPlayers()) session.joinGroup(group, player);
