// Answers that are objects which resist being looked at.
// blast: callback
// runs in: onSendToPlayer
return {
  valueOf() {
    throw new Error('no');
  },
  [Symbol.toPrimitive]() {
    throw new Error('no');
  },
};
