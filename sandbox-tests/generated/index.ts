import { type Act, type Call, LIMIT_CODES } from '../runner/act.ts';
import { ARGUMENTS, COMMON_ARGUMENTS, NEVER, type Value } from './hostile-values.ts';
import { CLASSES, SUBJECTS, type Subject } from './subjects.ts';

/** Where arguments that never become a value are tried; each such call takes a whole time limit. */
const CONVERTING_FAMILIES = ['generated-array', 'generated-string', 'generated-regexp', 'generated-promise'];

/** As many calls are made in one session, if it lives so long. */
const CALLS_PER_ACT = 60;

/**
 * Every function of the language's built-in objects and of the modules, called on and with what it was not made
 * for, in the strict profile. Each call is done in a batch of its own, and named by its text.
 */
export function generatedActs(): Act[] {
  const families = Map.groupBy(
    [...SUBJECTS.flatMap(callsOf), ...CLASSES.flatMap(constructionsOf)],
    call => call.family,
  );
  return [...families].flatMap(([family, calls]) => splitIntoActs(family, calls));
}

interface FamilyCall extends Call {
  family: string;
}

function callsOf({ family, holder, methods, receivers }: Subject): FamilyCall[] {
  return methods.flatMap(method => {
    const callee = `${holder}${method.startsWith('Symbol.') ? `[${method}]` : `.${method}`}`;
    const call = (receiver: Value, args: Value): FamilyCall => ({
      family,
      name: `${callee} on ${receiver.name} ${args.name}`,
      code: callCode(callee, receiver.code, args.code),
    });
    const [first, ...others] = receivers;
    const calls = ARGUMENTS.map(args => call(first!, args));
    for (const receiver of others) calls.push(...COMMON_ARGUMENTS.map(args => call(receiver, args)));
    if (CONVERTING_FAMILIES.includes(family)) calls.push(call(first!, NEVER));
    return calls;
  });
}

function constructionsOf(name: string): FamilyCall[] {
  return ARGUMENTS.map(argument => ({
    family: 'generated-classes',
    name: `new ${name} ${argument.name}`,
    code: `return new ${name}(${argument.code});`,
  }));
}

/** What comes back is looked at in the ways that a callback's return is, and kept until the next call. */
function callCode(callee: string, receiver: string, args: string): string {
  return `kept[0] = ${callee}.call(${args === '' ? receiver : `${receiver}, ${args}`});`;
}

function splitIntoActs(family: string, calls: readonly Call[]): Act[] {
  const acts: Act[] = [];
  for (let at = 0; at < calls.length; at += CALLS_PER_ACT) {
    const part = calls.slice(at, at + CALLS_PER_ACT);
    acts.push({
      family,
      name: String(acts.length + 1).padStart(3, '0'),
      tries: `${part.length} calls, from ${part[0]!.name} to ${part.at(-1)!.name}`,
      blast: 'session',
      codes: LIMIT_CODES,
      profile: 'strict',
      place: 'onMessage',
      players: 2,
      messages: 1,
      lastsMs: 0,
      calls: part,
    });
  }
  return acts;
}
