// Answers that come late, all at once.
// blast: callback
// runs in: onSendToPlayer
// messages: 200
// lasts: 400
return new Promise(resolve => setTimeout(resolve, 300, true));
