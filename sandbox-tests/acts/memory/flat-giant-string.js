// One rope of half a billion units, made flat by a comparison that no guard sees.
// blast: callback
let a = 'ab', b = 'ab';
for (let i = 0; i < 27; i++) {
  a += a;
  b += b;
}
kept.push(a + '1' < b + '2');
