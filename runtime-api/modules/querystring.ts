type Values = Record<string, string | string[]>;
type ParseOptions = { maxKeys?: number; decodeURIComponent?: (text: string) => string };
type StringifyOptions = { encodeURIComponent?: (text: string) => string };

/** Node's bound on the pairs of one query string; 0 lifts it. */
const DEFAULT_MAX_KEYS = 1000;

/** Node's `querystring`. */
export function createQuerystringModule(): object {
  return { parse, decode: parse, stringify, encode: stringify, escape: encodeText, unescape: decodeText };
}

/** The pairs of a query string; a key that occurs twice has an array. Pairs beyond `maxKeys` are ignored. */
export function parse(text: unknown, separator = '&', equals = '=', options: ParseOptions = {}): Values {
  const values: Values = Object.create(null);
  if (typeof text !== 'string' || text === '') return values;
  const { maxKeys = DEFAULT_MAX_KEYS, decodeURIComponent: decode = decodeText } = options;
  const pairs = text.split(separator || '&', maxKeys > 0 ? maxKeys : undefined);
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf(equals || '=');
    const key = decode((at < 0 ? pair : pair.slice(0, at)).replace(/\+/g, ' '));
    const value = at < 0 ? '' : decode(pair.slice(at + (equals || '=').length).replace(/\+/g, ' '));
    const known = values[key];
    if (known === undefined) values[key] = value;
    else if (Array.isArray(known)) known.push(value);
    else values[key] = [known, value];
  }
  return values;
}

/** An object as a query string; arrays give one pair for each element. */
export function stringify(
  values: unknown,
  separator = '&',
  equals = '=',
  options: StringifyOptions = {},
): string {
  if (typeof values !== 'object' || values === null) return '';
  const encode = options.encodeURIComponent ?? encodeText;
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      pairs.push(`${encode(key)}${equals}${encode(primitiveText(item))}`);
    }
  }
  return pairs.join(separator);
}

function primitiveText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  return typeof value === 'number' && Number.isFinite(value) ? `${value}` : '';
}

function encodeText(text: unknown): string {
  return encodeURIComponent(String(text).toWellFormed());
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
