import type { BodyBounds } from './body-bounds.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Sees, before a body is parsed, that this is not what keeps the parser busy: of brackets alone it reads a megabyte in
 * a second or more. Says nothing of whether it is JSON.
 * @throws {RangeError}
 */
export function requireBoundedJson(body: Buffer, bounds: BodyBounds): void {
  let depth = 0;
  let items = 1;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    if (byte === QUOTE) at = endOfString(body, at);
    else if (CLOSING.has(byte)) depth -= 1;
    else if (byte === COMMA) items += 1;
    else if (OPENING.has(byte)) {
      depth += 1;
      items += 1;
    }
    if (depth > bounds.depth) throw new RangeError(`values are nested more than ${bounds.depth} deep`);
    if (items > bounds.items) throw new RangeError(`there are more than ${bounds.items} values`);
  }
}

/** Where the quote is that ends a string; a string without end lasts as long as the body. */
function endOfString(body: Buffer, start: number): number {
  for (let end = body.indexOf(QUOTE, start + 1); end !== -1; end = body.indexOf(QUOTE, end + 1)) {
    let first = end;
    while (body[first - 1] === BACKSLASH) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return body.length;
}
