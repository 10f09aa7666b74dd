import { Members } from './members.ts';
import type { Algorithm, AttributeDeclaration } from './rule-set.ts';

const STRATEGIES = ['exhaustiveSearch', 'balanced'] as const;
const BATCHING = {
  exhaustiveSearch: ['random', 'sorted'],
  balanced: ['largestPopulation', 'fastestRegion'],
} as const;

export function parseAlgorithm(root: Members, attributes: readonly AttributeDeclaration[]): Algorithm {
  const node = root.get('algorithm');
  if (node !== undefined && node.type !== 'object')
    root.complain('"algorithm" must be an object', 'algorithm');
  const emptyOrNot = node?.type === 'object' ? node : { ...root.node, children: [] };
  const entry = new Members(root.source, emptyOrNot, 'algorithm');
  const strategy = entry.oneOf('strategy', STRATEGIES) ?? 'exhaustiveSearch';
  const batchingPreference = entry.oneOf('batchingPreference', BATCHING[strategy]) ?? BATCHING[strategy][0];
  const declared = new Map(attributes.map(attribute => [attribute.name, attribute.type]));
  const sortByAttributes = entry.strings('sortByAttributes').map(item => item.value as string);
  for (const name of sortByAttributes) {
    if (!declared.has(name)) entry.complain(`"${name}" is no player attribute`, 'sortByAttributes');
  }
  if (batchingPreference === 'sorted' && sortByAttributes.length === 0) {
    entry.complain('the batching preference "sorted" needs "sortByAttributes"');
  }
  const balancedAttribute = entry.string('balancedAttribute');
  if (balancedAttribute !== undefined && declared.get(balancedAttribute) !== 'number') {
    entry.complain(`"${balancedAttribute}" is no player attribute of the type number`, 'balancedAttribute');
  }
  if (strategy === 'balanced' && balancedAttribute === undefined) {
    entry.complain('the strategy "balanced" needs "balancedAttribute"');
  }
  return {
    strategy,
    batchingPreference,
    sortByAttributes,
    ...(balancedAttribute !== undefined && { balancedAttribute }),
    expansionAgeSelection: entry.oneOf('expansionAgeSelection', ['newest', 'oldest']) ?? 'newest',
    backfillPriority: entry.oneOf('backfillPriority', ['low', 'normal', 'high']) ?? 'normal',
  };
}
