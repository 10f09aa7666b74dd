import type { ExpressionContext } from '../expression/compile-expression.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { BatchDistanceRule } from '../rule-set/rule-set.ts';
import { type CompiledRule, VERDICT } from './compiled-rule.ts';

/** Of candidates, those that can share a match with the anchor and with each other: as many as can be. */
export type BatchWindow = (
  anchor: PooledTicket,
  candidates: readonly PooledTicket[],
) => readonly PooledTicket[];

/** Numbers of all players within a distance of each other; strings all alike. Parties are not aggregated. */
export function compileBatchDistance(
  { name, batchAttribute, maxDistance = Number.POSITIVE_INFINITY }: BatchDistanceRule,
  index: number,
  { columns }: Pick<ExpressionContext, 'columns'>,
): CompiledRule {
  const column = columns.indexOf({ kind: 'attribute', name: batchAttribute }, 'own');
  return {
    name,
    index,
    weight: 1,
    canFailForGood: true,
    guides: true,
    check: formation => {
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      let text: unknown;
      for (const values of formation.columns[column]!) {
        for (const value of values) {
          if (typeof value === 'number') [least, most] = [Math.min(least, value), Math.max(most, value)];
          else if (text !== undefined && value !== undefined && value !== text) return VERDICT.failsForGood;
          else text ??= value;
        }
      }
      return most - least > maxDistance ? VERDICT.failsForGood : VERDICT.passes;
    },
  };
}

/** The choice of candidates that a rule leaves: of numbers, those in the best window of its width. */
export function batchWindow({
  batchAttribute,
  maxDistance = Number.POSITIVE_INFINITY,
}: BatchDistanceRule): BatchWindow {
  return (anchor, candidates) => {
    const own = spanOf(anchor, batchAttribute);
    if (own.text !== undefined) {
      return candidates.filter(candidate => spanOf(candidate, batchAttribute).text === own.text);
    }
    const spans = candidates.map(ticket => ({ ticket, ...spanOf(ticket, batchAttribute) }));
    const starts = spans
      .map(({ least }) => least)
      .filter(least => least < own.least && own.most - least <= maxDistance);
    const from = bestStart([own.least, ...someOf([...new Set(starts)])], spans, maxDistance);
    return spans
      .filter(({ least, most }) => least >= from && most <= from + maxDistance)
      .map(({ ticket }) => ticket);
  };
}

/** Windows that are tried beside the anchor's own. */
export const MOST_WINDOWS = 32;

/** Evenly spread over the list, so that its length does not decide how long a search takes. */
function someOf(starts: readonly number[]): readonly number[] {
  const every = Math.ceil(starts.length / MOST_WINDOWS);
  return starts.toSorted((a, b) => a - b).filter((_, index) => index % every === 0);
}

interface Span {
  readonly least: number;
  readonly most: number;
  readonly text?: string | undefined;
}

function spanOf({ ticket }: PooledTicket, attribute: string): Span {
  const values = ticket.players.map(player => player.attributes[attribute]);
  const text = values[0]?.S;
  if (text !== undefined)
    return { least: 0, most: 0, text: values.every(value => value?.S === text) ? text : '' };
  const numbers = values.flatMap(value => value?.N ?? []);
  return { least: Math.min(...numbers), most: Math.max(...numbers) };
}

/** The lower end of the window with most players in it. */
function bestStart(
  starts: readonly number[],
  spans: readonly (Span & { readonly ticket: PooledTicket })[],
  width: number,
): number {
  const sorted = spans.toSorted((a, b) => a.least - b.least);
  let [best, most] = [starts[0]!, -1];
  for (const start of starts) {
    let players = 0;
    for (const span of sorted) {
      if (span.least > start + width) break;
      if (span.least >= start && span.most <= start + width) players += span.ticket.size;
    }
    if (players > most) [best, most] = [start, players];
  }
  return best;
}
