// Accessors in the way of the fields that an updated game session is made of, which throw or never return.
// blast: session
// codes: script_failed, script_timeout
// runs in: onUpdateGameSession
// profile: standard
// messages: 2
const spoil = { get() { throw 1; }, set() { for (;;); } };
for (const name of ['MatchmakerData', 'GameSessionId', 'key', '0']) Object.defineProperty(Object.prototype, name, spoil);
Object.defineProperty(message, 'matchmakerData', spoil);
message.matchmakerData = 1;
