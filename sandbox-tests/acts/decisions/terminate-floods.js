// The last callback sends as much as it can.
// blast: session
// codes: session_terminated
// runs in: onProcessTerminate
// players: 8
for (let i = 0; i < 10_000; i++) session.sendReliableGroupMessage(session.newTextGameMessage(1, -1, 'x'), -1);
