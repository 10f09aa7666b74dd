/** Says what differs, where two values are not the same: numbers, texts, or lists and objects of them. */
export function check(what: string, actual: unknown, expected: unknown): void {
  const [is, shouldBe] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== shouldBe) throw new Error(`${what} is ${is}, and should be ${shouldBe}`);
}

export function checkThat(what: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`${what}: this should be so, and is not`);
}
