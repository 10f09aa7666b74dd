// Threads, channels between them, and workers.
// blast: callback
// profile: standard
for (const name of ['Worker', 'MessageChannel', 'BroadcastChannel', 'SharedWorker', 'fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'navigator', 'indexedDB'])
  if (typeof globalThis[name] !== 'undefined' && name !== 'navigator') for (;;);
