// What `this` is in everything the runtime calls.
// blast: callback
const look = function () {
  if (this?.isolate || this?.commands) for (;;);
};
setTimeout(look, 1);
queueMicrotask(look);
session.getPlayers().forEach(look);
look.call(undefined);
