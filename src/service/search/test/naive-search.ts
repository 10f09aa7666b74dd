import type { CountedGameSession } from '../../../store/records.ts';
import type { SessionFilter, SessionOperand, SessionSort } from '../../../store/session-filter.ts';

/** What a search is to find among sessions that are given oldest first, done in the plainest way. */
export function naiveSearch(
  sessions: readonly CountedGameSession[],
  filter: SessionFilter | undefined,
  sort: SessionSort | undefined,
): CountedGameSession[] {
  const found = sessions.filter(session => filter === undefined || isTrue(filter, session));
  if (sort === undefined) return found;
  const keyed = found.map(session => ({ session, key: valueIn(session, sort.operand) }));
  const having = keyed.filter(({ key }) => key !== undefined);
  const lacking = keyed.filter(({ key }) => key === undefined);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  having.sort((left, right) => sign * compare(left.key!, right.key!));
  return [...having, ...lacking].map(({ session }) => session);
}

function isTrue(filter: SessionFilter, session: CountedGameSession): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every(term => isTrue(term, session));
    case 'or':
      return filter.terms.some(term => isTrue(term, session));
    case 'not':
      return !isTrue(filter.term, session);
    case 'compare': {
      const value = valueIn(session, filter.operand);
      if (value === undefined) return filter.comparator === '<>';
      const difference = compare(value, filter.value);
      return {
        '=': difference === 0,
        '<>': difference !== 0,
        '<': difference < 0,
        '>': difference > 0,
        '<=': difference <= 0,
        '>=': difference >= 0,
      }[filter.comparator];
    }
  }
}

function valueIn(session: CountedGameSession, operand: SessionOperand) {
  if (operand.kind === 'property') {
    return session.gameProperties.find(({ Key }) => Key === operand.key)?.Value;
  }
  const { currentPlayerSessionCount: players, maximumPlayerSessionCount: maximum } = session;
  return {
    gameSessionId: session.gameSessionId,
    gameSessionName: session.name,
    maximumSessions: maximum,
    creationTimeMillis: session.createdMs,
    playerSessionCount: players,
    hasAvailablePlayerSessions: players < maximum,
  }[operand.name];
}

/** Texts by code point, numbers by value, false before true. */
function compare(left: string | number | boolean, right: string | number | boolean): number {
  if (typeof left !== 'string' || typeof right !== 'string') return Number(left) - Number(right);
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
