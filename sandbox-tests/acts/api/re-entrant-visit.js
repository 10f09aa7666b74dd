// A visitor of the list of players that visits the list of players, and so on.
// blast: session
// codes: script_timeout
const visit = () => session.getPlayers().forEach(visit);
visit();
