/** The library's module of what it takes of the language, among the modules it has in one file. */
const PRIMORDIALS = /\d+(\(t\)\{const e=\{__proto__:null\}.*?),\w+\(e\)(,t\.exports=e\})/s;
/** What is around its modules for all the ways there are to load a file. V8 would read the text once more for it. */
const WRAPPER = /^!function\(t,e\)\{.*?\}\(this,\(\)=>(\(\(\)=>\{.*\}\)\(\))\);?\s*$/s;
/** Where its other modules name what they take of that. */
const TAKEN = /\{([\w$:,]+)\}=(?:r|n\(\d+\))(?![\w$])/g;

export interface InspectParts {
  /** A module that exports `primordials`. */
  primordials: string;
  /** An expression that gives what the library exports, and refers to those as `natives`. */
  rest: string;
}

/**
 * Divides `node-inspect-extracted` in two, so that it can be evaluated late: what it takes of the language has to be
 * taken before a script can change it.
 * @param text the library's one file, minified as it is published
 * @throws {Error} when it has another form
 */
export function splitInspect(text: string): InspectParts {
  const found = PRIMORDIALS.exec(text);
  const modules = WRAPPER.exec(text)?.[1];
  if (found === null || modules === undefined)
    throw new Error('node-inspect-extracted is not divided as before');
  const rest = modules.replace(found[0], `${/^\d+/.exec(found[0])}(t){t.exports=natives}`);
  return { primordials: keepOnly(namesTaken(rest), `${found[1]}${found[2]}`), rest };
}

function namesTaken(rest: string): string[] {
  const names = [...rest.matchAll(TAKEN)].flatMap(([, list]) => list!.split(','));
  return [...new Set(names.map(name => name.split(':')[0]!))];
}

/** The library takes all there is. What nobody asks for would be in the memory of each isolate. */
function keepOnly(names: readonly string[], body: string): string {
  return `
    const names = ${JSON.stringify(names)};
    export const primordials = { __proto__: null };
    (() => {
      const module = { exports: {} };
      (function ${body})(module);
      const all = module.exports;
      for (const name of names) primordials[name] = all[name];
      for (const name of Reflect.ownKeys(all)) Reflect.deleteProperty(all, name);
    })();
    Object.freeze(primordials);`;
}
