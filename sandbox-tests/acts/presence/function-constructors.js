// Code made by the constructors of functions of every kind.
// blast: callback
for (const one of [() => {}, async () => {}, function* () {}, async function* () {}, class {}]) {
  try {
    one.constructor('for (;;);')();
  } catch {}
  try {
    Reflect.construct(one.constructor, ['for (;;);'])();
  } catch {}
  try {
    new (Object.getPrototypeOf(one).constructor)('for (;;);')();
  } catch {}
}
