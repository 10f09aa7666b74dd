// The session opens and closes to new players again and again.
// blast: session
// codes: script_timeout script_cpu
for (let i = 0; i < 50_000; i++) session.setPlayerSessionCreationPolicy(i % 2 ? 'DENY_ALL' : 'ACCEPT_ALL');
