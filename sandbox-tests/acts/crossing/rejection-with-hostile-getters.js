// A rejection that nobody handles, whose getters never return: a library that copies it would hang.
// blast: callback
Promise.reject({
  get message() {
    for (;;);
  },
  get stack() {
    for (;;);
  },
});
