// A login is answered with a throw of nothing.
// blast: callback
// runs in: onPlayerConnect
throw undefined;
