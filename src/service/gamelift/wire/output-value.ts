const MS_PER_S = 1000;

/** How a protocol writes the two kinds of value that have no form of their own. */
export interface OutputForms {
  time(date: Date): unknown;
  bytes(bytes: Uint8Array): unknown;
}

/** An output as a protocol's encoder takes it: what is unset is left out, whole numbers are numbers. */
export function outputValue(value: unknown, forms: OutputForms): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return forms.time(value);
  if (value instanceof Uint8Array) return forms.bytes(value);
  if (Array.isArray(value)) return value.map(element => outputValue(element, forms));
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined && member !== null) members[name] = outputValue(member, forms);
  }
  return members;
}

/** Seconds since 1970, with milliseconds as their fraction. */
export function secondsOf(date: Date): number {
  return date.getTime() / MS_PER_S;
}
