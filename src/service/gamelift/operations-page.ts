import { OPERATION_GROUPS } from './operation-states.ts';

const BEGIN = '<!-- operations: written by `npm run docs` from src/service/gamelift/operation-states.ts -->';
const END = '<!-- end of operations -->';

/**
 * A page with its tables of operations written anew, one for each group.
 * @param page Markdown that has the two marks
 * @throws {Error} when it has not
 */
export function withOperationTables(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error('The page has no place for the tables of operations');
  return `${page.slice(0, begin + BEGIN.length)}\n\n${operationTable()}\n\n${page.slice(end)}`;
}

function operationTable(): string {
  const rows = Object.entries(OPERATION_GROUPS).flatMap(([group, operations]) =>
    Object.entries(operations).map(
      ([name, state], index) => `| ${index === 0 ? group : ''} | ${name} | ${state} |`,
    ),
  );
  return ['| group | operation | state |', '| --- | --- | --- |', ...rows].join('\n');
}
