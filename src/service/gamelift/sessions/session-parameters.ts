import type { GameProperty } from '@aws-sdk/client-gamelift';
import { invalidRequest } from '../service-error.ts';

/** What a game session can be for at most; the service API's own bound. */
const MAX_PLAYERS = 200;

/** @throws {ServiceError} InvalidRequestException */
export function playersOf(count: number): number {
  if (count >= 1 && count <= MAX_PLAYERS) return count;
  throw invalidRequest(`MaximumPlayerSessionCount is ${count}; give a number from 1 to ${MAX_PLAYERS}.`);
}

/** @throws {ServiceError} InvalidRequestException */
export function propertiesOf(properties: readonly { Key: string; Value: string }[] = []): GameProperty[] {
  const keys = new Set(properties.map(({ Key }) => Key));
  if (keys.size < properties.length)
    throw invalidRequest('GameProperties has a key twice; give each key once.');
  return [...properties];
}
