// Two texts of millions of units that differ in the last one, compared by operators.
// blast: callback
let a = 'ab', b = 'ab';
for (let i = 0; i < 23; i++) {
  a += a;
  b += b;
}
a += '1';
b += '2';
for (;;) kept[0] = a === b || a < b;
