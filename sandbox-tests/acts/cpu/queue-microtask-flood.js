// A microtask that queues two more.
// blast: session
// codes: script_timeout script_memory
const twice = () => {
  queueMicrotask(twice);
  queueMicrotask(twice);
};
twice();
