import { type ScriptVersion, versionHash } from '../version.ts';

const FIRST_MS = Date.UTC(2026, 0, 1);

/** A version that differs from others by its number, published that many seconds into the year. */
export function testVersion(number: number, overrides: Partial<ScriptVersion> = {}): ScriptVersion {
  const code = overrides.code ?? `exports.number = ${number}; // Grüße\n`;
  const sourceMap = overrides.sourceMap ?? `{"version":3,"sources":["${number}.js"],"mappings":""}`;
  const profile = overrides.profile ?? 'standard';
  const publishedAt = new Date(FIRST_MS + number * 1000).toISOString();
  return {
    hash: versionHash({ code, sourceMap, profile }),
    label: `number ${number}`,
    createdAt: publishedAt,
    publishedAt,
    source: `/games/${number}.js`,
    profile,
    warnings: [`${number}.js:1:1: odd`],
    ...overrides,
    code,
    sourceMap,
  };
}
