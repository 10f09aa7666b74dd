import type { Node } from 'jsonc-parser';
import type { ExpressionType } from '../expression/expression.ts';
import type { AttributeValue } from '../ticket.ts';
import { type Members, numberOf } from './members.ts';
import type { AttributeDeclaration, AttributeType } from './rule-set.ts';

const TYPES = ['string', 'number', 'string_list', 'string_number_map'] as const;
/** Of a player, in the service that is spoken like. */
const MOST_ATTRIBUTES = 10;

/** What the type of an attribute is in an expression. */
export const EXPRESSION_VALUE: Readonly<Record<AttributeType, ExpressionType['value']>> = {
  string: 'string',
  number: 'number',
  string_list: 'strings',
  string_number_map: 'map',
};

export function parseAttributes(root: Members): AttributeDeclaration[] {
  const entries = root.objects('playerAttributes', 'player attribute');
  if (entries.length > MOST_ATTRIBUTES) {
    root.complain(`a player has at most ${MOST_ATTRIBUTES} attributes`, 'playerAttributes');
  }
  const names = new Set<string>();
  return entries.slice(0, MOST_ATTRIBUTES).flatMap(entry => {
    const declaration = parseAttribute(entry);
    if (declaration === undefined) return [];
    if (names.has(declaration.name)) entry.complain('another player attribute has this name', 'name');
    names.add(declaration.name);
    return [declaration];
  });
}

function parseAttribute(entry: Members): AttributeDeclaration | undefined {
  if (!entry.require('name', 'type')) return undefined;
  const name = entry.string('name');
  const type = entry.oneOf('type', TYPES);
  if (name === undefined || type === undefined) return undefined;
  if (name.trim() !== name || name === '' || /[[\]]/.test(name)) {
    entry.complain('the name must not be empty, begin or end with a blank, nor have brackets', 'name');
  }
  const node = entry.get('default');
  if (node === undefined) return { name, type };
  const value = defaultValue(type, node);
  if (value === undefined) {
    entry.complain(`"default" is not of the type ${type}`, 'default');
    return { name, type };
  }
  return { name, type, default: value };
}

function defaultValue(type: AttributeType, node: Node): AttributeValue | undefined {
  const items = node.children ?? [];
  switch (type) {
    case 'string':
      return node.type === 'string' ? { S: node.value } : undefined;
    case 'number': {
      const value = numberOf(node);
      return value === undefined ? undefined : { N: value };
    }
    case 'string_list':
      if (node.type !== 'array' || items.some(item => item.type !== 'string')) return undefined;
      return { SL: items.map(item => item.value) };
    case 'string_number_map': {
      if (node.type !== 'object') return undefined;
      const pairs = items.map(({ children }) => [children![0]!.value, numberOf(children![1]!)] as const);
      if (pairs.some(([, value]) => value === undefined)) return undefined;
      return { SDM: Object.fromEntries(pairs as [string, number][]) };
    }
  }
}
