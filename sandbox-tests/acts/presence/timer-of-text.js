// A text given to a timer, which older worlds would run as code.
// blast: callback
try {
  setTimeout('for (;;);', 0);
  setInterval('for (;;);', 1);
} catch {}
