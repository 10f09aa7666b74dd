// Comments of another time, and a hashbang, in code made from a text.
// blast: callback
try {
  (0, eval)('<!-- for (;;);\n--> for (;;);\n1');
} catch {}
