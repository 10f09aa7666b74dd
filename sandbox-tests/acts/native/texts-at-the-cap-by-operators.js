// A loop without a call, whose operator takes milliseconds: V8 looks up once in hundreds of rounds.
// blast: session
const digits = '12345678'.repeat(131_072);
for (;;) kept[0] = +digits;
