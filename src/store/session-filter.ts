/*
 * What SearchGameSessions filters and sorts by, as a tree. The parser of its texts makes it
 * (`src/service/search/`), stores carry it out.
 */

export type NumberOperand = 'maximumSessions' | 'creationTimeMillis' | 'playerSessionCount';
export type Comparator = '=' | '<>' | '<' | '>' | '<=' | '>=';
export type Equality = '=' | '<>';

export type SessionOperand =
  | { readonly kind: 'text'; readonly name: 'gameSessionId' | 'gameSessionName' }
  /** The value of a game property; always compared as text. */
  | { readonly kind: 'property'; readonly key: string }
  | { readonly kind: 'number'; readonly name: NumberOperand }
  | { readonly kind: 'boolean'; readonly name: 'hasAvailablePlayerSessions' };

/** A comparison with what is not there (no name, no such property) is false for `=` and true for `<>`. */
export type SessionFilter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly SessionFilter[] }
  | { readonly kind: 'not'; readonly term: SessionFilter }
  | {
      readonly kind: 'compare';
      readonly operand: Extract<SessionOperand, { kind: 'text' | 'property' }>;
      readonly comparator: Equality;
      readonly value: string;
    }
  | {
      readonly kind: 'compare';
      readonly operand: Extract<SessionOperand, { kind: 'number' }>;
      readonly comparator: Comparator;
      readonly value: number;
    }
  | {
      readonly kind: 'compare';
      readonly operand: Extract<SessionOperand, { kind: 'boolean' }>;
      readonly comparator: Equality;
      readonly value: boolean;
    };

/** Sessions without the operand come last in both directions; those that are equal, oldest first. */
export interface SessionSort {
  readonly operand: SessionOperand;
  readonly direction: 'ascending' | 'descending';
}
