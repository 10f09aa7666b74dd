// Thousands of questions whose promises never settle, more than a sender may have.
// blast: callback
// runs in: onSendToGroup
// messages: 3000
return new Promise(() => {});
