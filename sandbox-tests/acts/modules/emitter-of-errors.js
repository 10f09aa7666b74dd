// An emitter that emits an error nobody listens for.
// blast: callback
new (require('events'))().emit('error', {
  get stack() {
    throw new Error('no');
  },
});
