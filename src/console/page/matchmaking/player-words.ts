import type { AttributeValue, Player } from '@aws-sdk/client-gamelift';

/** A value as its player has it: `5`, `harbour`, `a, b`, `ice 3, fire 7`. */
export function attributeWords({ N, S, SL, SDM }: AttributeValue): string {
  if (N !== undefined) return String(N);
  if (S !== undefined) return S;
  if (SL !== undefined) return SL.join(', ');
  return Object.entries(SDM ?? {})
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

/** `east 20 ms, west 90 ms`: nearest first. */
export function latencyWords(latencies: Player['LatencyInMs']): string {
  return Object.entries(latencies ?? {})
    .sort(([, a], [, b]) => a - b)
    .map(([region, ms]) => `${region} ${ms} ms`)
    .join(', ');
}
