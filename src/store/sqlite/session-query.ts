import type { SQLInputValue } from 'node:sqlite';
import type { Comparator, SessionFilter, SessionOperand, SessionSort } from '../session-filter.ts';
import { readPlace, rowLimit } from './place.ts';

/** SQL with a `?` for every value. */
export interface Query {
  sql: string;
  values: SQLInputValue[];
}

/** A game session's player sessions that are RESERVED or ACTIVE. */
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
  playerSessionCount: PLAYER_COUNT,
  hasAvailablePlayerSessions: `${PLAYER_COUNT} < g.maximum_players`,
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

/** The numbers of the ACTIVE sessions that a search finds (`seq`), with what they are sorted by (`key`). */
export function searchQuery(search: SessionSearch): Query {
  const key = search.sort === undefined ? { sql: 'NULL', values: [] } : sortKey(search.sort.operand);
  const conditions: Query[] = [
    {
      sql: "g.status = 'ACTIVE' AND g.tenant = ? AND g.fleet_id = ?",
      values: [search.tenantId, search.fleetId],
    },
  ];
  if (search.location !== undefined) conditions.push({ sql: 'g.location = ?', values: [search.location] });
  if (search.filter !== undefined) conditions.push(condition(search.filter, 'affirmed'));
  const found = joined(conditions, ' AND ');
  const behind = behindPlace(search);
  const direction = search.sort?.direction === 'descending' ? 'DESC' : 'ASC';
  const order = search.sort === undefined ? 'seq' : `key ${direction} NULLS LAST, seq`;
  return {
    sql: `SELECT seq, key FROM (SELECT g.seq AS seq, ${key.sql} AS key FROM game_sessions g WHERE ${found.sql})
      WHERE ${behind.sql} ORDER BY ${order} LIMIT ?`,
    values: [...key.values, ...found.values, ...behind.values, rowLimit(search.limit)],
  };
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

/** True for what comes after the place that the search goes on from. */
function behindPlace({ after, sort }: SessionSearch): Query {
  const place = readPlace(after);
  if (place === undefined) return { sql: 'TRUE', values: [] };
  const { key, seq } = place;
  if (sort === undefined) return { sql: 'seq > ?', values: [seq] };
  if (key === null) return { sql: 'key IS NULL AND seq > ?', values: [seq] };
  const comes = sort.direction === 'ascending' ? '>' : '<';
  return {
    sql: `(key ${comes} ? OR (key = ? AND seq > ?) OR key IS NULL)`,
    values: [key, key, seq],
  };
}

function joined(queries: readonly Query[], separator: string): Query {
  return {
    sql: queries.map(({ sql }) => sql).join(separator),
    values: queries.flatMap(({ values }) => values),
  };
}
