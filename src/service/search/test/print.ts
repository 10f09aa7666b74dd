import type { SessionFilter, SessionOperand, SessionSort } from '../../../store/session-filter.ts';

/** Writes a filter as an expression, every negation and junction in parentheses. */
export function printFilter(filter: SessionFilter): string {
  if (filter.kind === 'not') return `NOT (${printFilter(filter.term)})`;
  if (filter.kind === 'compare') {
    const { operand, comparator, value } = filter;
    return `${printOperand(operand)} ${comparator} ${typeof value === 'string' ? quoted(value) : value}`;
  }
  return filter.terms.map(term => `(${printFilter(term)})`).join(` ${filter.kind.toUpperCase()} `);
}

export function printSort({ operand, direction }: SessionSort): string {
  return `${printOperand(operand)} ${direction === 'ascending' ? 'ASC' : 'DESC'}`;
}

function printOperand(operand: SessionOperand): string {
  if (operand.kind !== 'property') return operand.name;
  return `gameSessionProperties.${operand.key.replaceAll(/[\\\s=<>!()'"]/gu, String.raw`\$&`)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/gu, String.raw`\$&`)}'`;
}
