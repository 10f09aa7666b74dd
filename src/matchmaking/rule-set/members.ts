import { getNodeValue, type Node } from 'jsonc-parser';
import type { JsonSource } from './json-source.ts';

/**
 * The members of one object of a rule set. Each reader notes what is wrong with a member and then returns undefined,
 * as for one that is absent. Of a repeated key the last one counts.
 */
export class Members {
  readonly node: Node;
  readonly source: JsonSource;
  /** What the object is, for messages: `team "red"`. */
  readonly what: string;
  readonly #values = new Map<string, Node>();

  constructor(source: JsonSource, node: Node, what: string) {
    this.source = source;
    this.node = node;
    this.what = what;
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (key !== undefined && value !== undefined) this.#values.set(key.value, value);
    }
  }

  get(name: string): Node | undefined {
    return this.#values.get(name);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  complain(message: string, name?: string, index?: number): void {
    const node = name === undefined ? undefined : this.get(name);
    this.source.complain(node ?? this.node, `${this.what}: ${message}`, index);
  }

  /** @returns whether all of them are there */
  require(...names: string[]): boolean {
    const missing = names.filter(name => !this.has(name));
    for (const name of missing) this.complain(`"${name}" is missing`);
    return missing.length === 0;
  }

  string(name: string): string | undefined {
    const node = this.get(name);
    if (node === undefined || node.type === 'string') return node?.value;
    this.complain(`"${name}" must be a string`, name);
    return undefined;
  }

  /** A number; one in quotes is a number too. */
  number(name: string): number | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    const value = numberOf(node);
    if (value === undefined) this.complain(`"${name}" must be a number`, name);
    return value;
  }

  /** A whole number of at least `least`. */
  count(name: string, least: number): number | undefined {
    const value = this.number(name);
    if (value === undefined) return undefined;
    if (Number.isSafeInteger(value) && value >= least) return value;
    this.complain(`"${name}" must be a whole number of at least ${least}`, name);
    return undefined;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.string(name);
    if (value === undefined) return undefined;
    if ((values as readonly string[]).includes(value)) return value as T;
    this.complain(`"${name}" is "${value}"; it must be one of: ${values.join(', ')}`, name);
    return undefined;
  }

  /** Strings in a list; `single` also takes one string for a list of one. */
  strings(name: string, form: 'list' | 'single or list' = 'list'): Node[] {
    const node = this.get(name);
    if (node === undefined) return [];
    if (form === 'single or list' && node.type === 'string') return [node];
    const items = node.children ?? [];
    if (node.type === 'array' && items.every(item => item.type === 'string')) return items;
    this.complain(`"${name}" must be a list of strings`, name);
    return [];
  }

  /** The objects of a list. @param what they are, for messages */
  objects(name: string, what: string): Members[] {
    const node = this.get(name);
    if (node === undefined) return [];
    if (node.type !== 'array') {
      this.complain(`"${name}" must be a list`, name);
      return [];
    }
    return (node.children ?? []).flatMap((item, index) => {
      if (item.type !== 'object') {
        this.source.complain(item, `${what} ${index + 1} must be an object`);
        return [];
      }
      const title = new Members(this.source, item, what).get('name');
      const named = title?.type === 'string' ? `${what} "${title.value}"` : `${what} ${index + 1}`;
      return [new Members(this.source, item, named)];
    });
  }

  value(name: string): unknown {
    const node = this.get(name);
    return node === undefined ? undefined : getNodeValue(node);
  }
}

/** A number, also in quotes, as samples of rule sets have it. */
export function numberOf(node: Node): number | undefined {
  const { value } = node;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
