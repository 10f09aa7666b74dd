import type { SessionOperand } from '../../store/session-filter.ts';
import type { Tokens } from './tokens.ts';

const PROPERTY = 'gameSessionProperties.';

const OPERANDS: Record<string, SessionOperand> = Object.assign(Object.create(null), {
  gameSessionId: { kind: 'text', name: 'gameSessionId' },
  gameSessionName: { kind: 'text', name: 'gameSessionName' },
  maximumSessions: { kind: 'number', name: 'maximumSessions' },
  creationTimeMillis: { kind: 'number', name: 'creationTimeMillis' },
  playerSessionCount: { kind: 'number', name: 'playerSessionCount' },
  hasAvailablePlayerSessions: { kind: 'boolean', name: 'hasAvailablePlayerSessions' },
} satisfies Record<string, SessionOperand>);

const EXPECTED = `one of ${Object.keys(OPERANDS).join(', ')} or ${PROPERTY}<key>`;

/** @throws {ServiceError} InvalidRequestException */
export function takeOperand(tokens: Tokens): SessionOperand {
  const { kind, value } = tokens.next;
  const operand = kind === 'word' ? operandCalled(value) : undefined;
  if (operand === undefined) throw tokens.unexpected(EXPECTED);
  tokens.take();
  return operand;
}

/** How an operand is written, for error texts. */
export function nameOf(operand: SessionOperand): string {
  return operand.kind === 'property' ? `${PROPERTY}${operand.key}` : operand.name;
}

function operandCalled(name: string): SessionOperand | undefined {
  if (name.startsWith(PROPERTY) && name !== PROPERTY) {
    return { kind: 'property', key: name.slice(PROPERTY.length) };
  }
  return OPERANDS[name];
}
