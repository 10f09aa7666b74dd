// Logins that are never answered, while others go on.
// blast: callback
// runs in: onPlayerAccepted
return new Promise(() => {});
