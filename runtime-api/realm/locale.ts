import { defineProperty, uncurryThis } from '../kernel/primordials.ts';
import { stringReplace, stringToLowerCase } from '../modules/captured.ts';
import { isNotANumber, isSame, NEGATIVE_INFINITY, POSITIVE_INFINITY } from './natives.ts';
import { type Method, methodAt, putMethod } from './replace.ts';

interface DigitOptions {
  minimumFractionDigits?: number;
  maximumFractionDigits?: number;
}

const numberToFixed = uncurryThis(Number.prototype.toFixed);
const numberValue = uncurryThis(Number.prototype.valueOf);
const normalize = uncurryThis(String.prototype.normalize as (this: string, form: string) => string);
const COMBINING_MARKS = /[\u0300-\u036f]/g;
/** `normalize` cannot be interrupted; longer texts are compared as they are. */
const MAX_FOLDED_UNITS = 4_096;

/**
 * Puts plain functions where V8 would ask ICU (through Intl, which is memory the heap limit does not see):
 * English for numbers and dates, whatever locale is asked for.
 */
export function replaceLocaleMethods(): void {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
  put(Number.prototype, 'toLocaleString', {
    toLocaleString(this: number, _locale: unknown, options?: DigitOptions) {
      return formatNumber(numberValue(this), options);
    },
  });
  for (const target of [Array.prototype, typedArray]) {
    put(target, 'toLocaleString', {
      toLocaleString(this: ArrayLike<unknown>) {
        return joinLocaleStrings(this);
      },
    });
  }
  put(Date.prototype, 'toLocaleDateString', {
    toLocaleDateString(this: Date) {
      return formatDate(this, 'date');
    },
  });
  put(Date.prototype, 'toLocaleTimeString', {
    toLocaleTimeString(this: Date) {
      return formatDate(this, 'time');
    },
  });
  put(Date.prototype, 'toLocaleString', {
    toLocaleString(this: Date) {
      return formatDate(this, 'both');
    },
  });
  const { toUpperCase, toLowerCase } = String.prototype;
  const upper = uncurryThis(toUpperCase);
  const lower = uncurryThis(toLowerCase);
  put(String.prototype, 'toLocaleUpperCase', {
    toLocaleUpperCase(this: string) {
      return upper(this);
    },
  });
  put(String.prototype, 'toLocaleLowerCase', {
    toLocaleLowerCase(this: string) {
      return lower(this);
    },
  });
  put(String.prototype, 'localeCompare', {
    localeCompare(this: string, that: unknown, _locale?: unknown, options?: { sensitivity?: string }) {
      return compareTexts(`${this}`, `${that}`, options?.sensitivity);
    },
  });
  const bigint = methodAt(BigInt.prototype, 'toString')!;
  defineProperty(BigInt.prototype, 'toLocaleString', { value: bigint, writable: true, configurable: true });
}

function put(target: object, key: string, made: Record<string, Method>): void {
  const native = methodAt(target, key);
  if (native !== undefined) putMethod(target, key, made[key]!, native);
}

/** `1,234,567.891`: groups of three and at most three digits of a fraction, as in English. */
function formatNumber(value: number, options?: DigitOptions): string {
  if (!(value > -1e21 && value < 1e21)) {
    return value === POSITIVE_INFINITY ? '∞' : value === NEGATIVE_INFINITY ? '-∞' : `${value}`;
  }
  const least = options?.minimumFractionDigits ?? 0;
  const most = options?.maximumFractionDigits ?? (least > 3 ? least : 3);
  const fixed = numberToFixed(value < 0 ? -value : value, most);
  let end = fixed.length;
  const dot = most === 0 ? end : end - most - 1;
  while (end > dot + 1 + least && end > dot + 1 && fixed[end - 1] === '0') end--;
  if (end === dot + 1) end = dot;
  let text = '';
  for (let i = 0; i < end; i++) {
    if (i > 0 && i < dot && (dot - i) % 3 === 0) text += ',';
    text += fixed[i];
  }
  return value < 0 || isSame(value, -0) ? `-${text}` : text;
}

function joinLocaleStrings(list: ArrayLike<unknown>): string {
  let text = '';
  for (let i = 0; i < list.length; i++) {
    if (i > 0) text += ',';
    const item = list[i];
    if (item !== undefined && item !== null) text += item.toLocaleString();
  }
  return text;
}

/** `1/31/2024`, `1:05:09 PM`, or both with a comma between. */
function formatDate(date: Date, part: 'date' | 'time' | 'both'): string {
  const hours = dateParts.hours(date);
  if (isNotANumber(hours)) return 'Invalid Date';
  const day = `${dateParts.month(date) + 1}/${dateParts.day(date)}/${dateParts.year(date)}`;
  const clock = `${hours % 12 || 12}:${two(dateParts.minutes(date))}:${two(dateParts.seconds(date))}`;
  const time = `${clock} ${hours < 12 ? 'AM' : 'PM'}`;
  return part === 'date' ? day : part === 'time' ? time : `${day}, ${time}`;
}

const dateParts = {
  year: uncurryThis(Date.prototype.getFullYear),
  month: uncurryThis(Date.prototype.getMonth),
  day: uncurryThis(Date.prototype.getDate),
  hours: uncurryThis(Date.prototype.getHours),
  minutes: uncurryThis(Date.prototype.getMinutes),
  seconds: uncurryThis(Date.prototype.getSeconds),
};

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** Letters first, then accents, then lower case before upper case: near to what ICU does for Latin texts. */
function compareTexts(a: string, b: string, sensitivity = 'variant'): number {
  const left = folded(a);
  const right = folded(b);
  const byLetters = compareUnits(
    stringReplace(left, COMBINING_MARKS, ''),
    stringReplace(right, COMBINING_MARKS, ''),
  );
  if (byLetters !== 0 || sensitivity === 'base') return byLetters;
  const byAccents = sensitivity === 'case' ? 0 : compareUnits(left, right);
  if (byAccents !== 0 || sensitivity === 'accent') return byAccents;
  // Lower case has the greater code units.
  return compareUnits(b, a);
}

function folded(text: string): string {
  return text.length > MAX_FOLDED_UNITS ? text : stringToLowerCase(normalize(text, 'NFD'));
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
