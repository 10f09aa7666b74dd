// A stack that is full when the error is made and shown.
// blast: callback
const down = () => down();
down();
