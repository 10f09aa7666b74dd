import type { SQLInputValue } from 'node:sqlite';
import type { Comparator, SessionFilter, SessionOperand, SessionSort } from '../session-filter.ts';
import { readPlace, rowLimit } from './place.ts';

/** SQL with a `?` for every value. */
export interface Query {
  sql: string;
  values: SQLInputValue[];
}

/** A game session's player sessions that are RESERVED or ACTIVE, counted. */
export const PLAYER_COUNT =
  '(SELECT count(*) FROM player_sessions p WHERE p.game_session = g.seq AND p.ended_ms IS NULL)';

/** How much of a text decides where it comes in a sorted list, so that a place in the list stays short. */
const SORTED_CHARACTERS = 128;
/** ARNs differ at their ends, and are shorter than this. */
const SORTED_ID_CHARACTERS = 256;

const COLUMNS = {
  gameSessionId: 'g.id',
  gameSessionName: 'g.name',
  maximumSessions: 'g.maximum_players',
  creationTimeMillis: 'g.created_ms',
  playerSessionCount: 'g.players',
  hasAvailablePlayerSessions: 'g.players < g.maximum_players',
} as const;

const NEGATED: Record<Comparator, Comparator> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

export interface SessionSearch {
  tenantId: string;
  fleetId: string;
  location?: string | undefined;
  filter?: SessionFilter | undefined;
  sort?: SessionSort | undefined;
  after?: string | undefined;
  limit: number;
}

/**
 * The numbers of the ACTIVE sessions that a search finds (`seq`), with what they are sorted by (`key`). Players are
 * counted only in sessions that all else was found true of. Where a list is sorted, every session is looked at, and
 * `LIMIT -1` has SQLite count its players once; elsewhere SQLite stops at the end of the page.
 */
export function searchQuery({
  tenantId,
  fleetId,
  location,
  filter,
  sort,
  after,
  limit,
}: SessionSearch): Query {
  const terms = filter === undefined ? [] : filter.kind === 'and' ? filter.terms : [filter];
  const ofSession = joined([
    { sql: "g.status = 'ACTIVE' AND g.tenant = ? AND g.fleet_id = ?", values: [tenantId, fleetId] },
    ...(location === undefined ? [] : [{ sql: 'g.location = ?', values: [location] }]),
    ...terms.filter(term => !countsPlayers(term)).map(term => condition(term, 'affirmed')),
  ]);
  const rest = joined([
    ...terms.filter(countsPlayers).map(term => condition(term, 'affirmed')),
    behindPlace(after, sort),
  ]);
  const key = sort === undefined ? { sql: 'NULL', values: [] } : sortKey(sort.operand);
  const direction = sort?.direction === 'descending' ? 'DESC' : 'ASC';
  const isCounted = terms.some(countsPlayers) || (sort !== undefined && isCount(sort.operand));
  const sessions = `SELECT g.seq, g.id, g.name, g.maximum_players, g.created_ms,
    ${isCounted ? PLAYER_COUNT : 'NULL'} AS players
    FROM game_sessions g WHERE ${ofSession.sql} ${sort === undefined ? '' : 'LIMIT -1'}`;
  return {
    sql: `SELECT g.seq, ${key.sql} AS key FROM (${sessions}) g WHERE ${rest.sql}
      ORDER BY ${sort === undefined ? '' : `key ${direction} NULLS LAST,`} g.seq LIMIT ?`,
    values: [...key.values, ...ofSession.values, ...rest.values, rowLimit(limit)],
  };
}

function countsPlayers(filter: SessionFilter): boolean {
  if (filter.kind === 'compare') return isCount(filter.operand);
  return filter.kind === 'not' ? countsPlayers(filter.term) : filter.terms.some(countsPlayers);
}

function isCount(operand: SessionOperand): boolean {
  if (operand.kind === 'number') return operand.name === 'playerSessionCount';
  return operand.kind === 'boolean';
}

/**
 * Texts are compared character by character, by code point. Every condition is true or false, never unknown, so a
 * negation can go down to the comparisons; that also keeps the SQL as shallow as SQLite wants it.
 */
function condition(filter: SessionFilter, sense: 'affirmed' | 'negated'): Query {
  switch (filter.kind) {
    case 'not':
      return condition(filter.term, sense === 'affirmed' ? 'negated' : 'affirmed');
    case 'and':
    case 'or': {
      const isAnd = (filter.kind === 'and') === (sense === 'affirmed');
      const terms = filter.terms.map(term => condition(term, sense));
      if (terms.length === 0) return { sql: isAnd ? 'TRUE' : 'FALSE', values: [] };
      const { sql, values } = joined(terms, isAnd ? ' AND ' : ' OR ');
      return { sql: `(${sql})`, values };
    }
    case 'compare': {
      const comparator = sense === 'affirmed' ? filter.comparator : NEGATED[filter.comparator];
      return comparison(filter, comparator);
    }
  }
}

function comparison(
  { operand, value }: Extract<SessionFilter, { kind: 'compare' }>,
  comparator: Comparator,
): Query {
  switch (operand.kind) {
    case 'text':
      // IS compares with what is not there as well.
      return {
        sql: `${COLUMNS[operand.name]} ${comparator === '=' ? 'IS' : 'IS NOT'} ?`,
        values: [value as string],
      };
    case 'property':
      return {
        sql: `g.seq ${comparator === '=' ? 'IN' : 'NOT IN'}
          (SELECT game_session FROM game_properties WHERE key = ? AND value = ?)`,
        values: [operand.key, value as string],
      };
    case 'number':
      return { sql: `${COLUMNS[operand.name]} ${comparator} ?`, values: [value as number] };
    case 'boolean':
      return {
        sql: `(${COLUMNS[operand.name]}) ${comparator} ?`,
        values: [value === true ? 1 : 0],
      };
  }
}

function sortKey(operand: SessionOperand): Query {
  if (operand.kind === 'property') {
    return {
      sql: `(SELECT substr(value, 1, ${SORTED_CHARACTERS}) FROM game_properties
        WHERE game_session = g.seq AND key = ?)`,
      values: [operand.key],
    };
  }
  const column = COLUMNS[operand.name];
  if (operand.kind !== 'text') return { sql: column, values: [] };
  const characters = operand.name === 'gameSessionId' ? SORTED_ID_CHARACTERS : SORTED_CHARACTERS;
  return { sql: `substr(${column}, 1, ${characters})`, values: [] };
}

/** True for what comes after a place in the list. */
function behindPlace(after: string | undefined, sort: SessionSort | undefined): Query {
  const place = readPlace(after);
  if (place === undefined) return { sql: 'TRUE', values: [] };
  const { key, seq } = place;
  if (sort === undefined) return { sql: 'g.seq > ?', values: [seq] };
  if (key === null) return { sql: 'key IS NULL AND g.seq > ?', values: [seq] };
  const comes = sort.direction === 'ascending' ? '>' : '<';
  return {
    sql: `(key ${comes} ? OR (key = ? AND g.seq > ?) OR key IS NULL)`,
    values: [key, key, seq],
  };
}

function joined(queries: readonly Query[], separator = ' AND '): Query {
  return {
    sql: queries.map(({ sql }) => sql).join(separator),
    values: queries.flatMap(({ values }) => values),
  };
}
