// Every message to the group is a question that is answered at once.
// blast: callback
// runs in: onSendToGroup
// messages: 200
return true;
