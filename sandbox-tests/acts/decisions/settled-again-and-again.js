// A promise-like that settles again and again, with everything.
// blast: callback
// runs in: onSendToPlayer
// messages: 50
return {
  then(resolve, reject) {
    for (let i = 0; i < 100; i++) {
      resolve(i % 2 === 0);
      reject(new Error('x'));
    }
  },
};
