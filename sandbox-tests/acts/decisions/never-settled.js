// Each login is answered with a promise that never settles: the player waits, and is turned away in time.
// blast: callback
// runs in: onSendToPlayer
// messages: 100
return new Promise(() => {});
