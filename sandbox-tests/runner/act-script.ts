import type { Act, Call, Place } from './act.ts';

/** A message to the act's script: it says that it lives. */
export const PROBE_OP_CODE = 999;
/** A message to the act's script: from now on its health checks are hostile. */
export const ARM_OP_CODE = 998;
/** A message to the act's script: it does its first call. The next op codes are for the others. */
export const FIRST_CALL_OP_CODE = 1000;

/** Players who are there before the act begins, whose coming and going is none of it. */
export const EARLY_PLAYERS = 2;

/** When a callback that is called at other times, too, is to be hostile. */
const CONDITIONS: Partial<Record<Place, string>> = {
  onPlayerConnect: `if (message.peerId <= ${EARLY_PLAYERS}) return true;`,
  onPlayerAccepted: `if (message.peerId <= ${EARLY_PLAYERS}) return;`,
  onPlayerDisconnect: `if (message <= ${EARLY_PLAYERS}) return;`,
  onHealthCheck: 'if (!isArmed) return true;',
};

const FUNCTIONS: readonly Place[] = ['onMessage', 'timer', 'promise', 'module', 'script'];

/**
 * The script an act is played with. Its statements see `session`, `message` (the callback's first argument) and
 * `kept`, an array that lives as long as the session. What the probe needs is taken before they run; what was set off
 * but comes later, from a timer or a health check, is waited for.
 */
export function actScript(act: Act): string {
  if (act.place === 'script') return act.calls[0]!.code;
  const atTop = act.place === 'module' ? act.calls.map(({ code }) => code).join('\n') : '';
  return `${atTop}
let session, send, newMessage;
let isArmed = false;
let whenDone = [];
let isPending = false;
const kept = [];
const calls = [
${act.place === 'module' ? '' : act.calls.map(functionOf).join(',\n')}
];
const callbacks = {
  init(rtSession) {
    session = rtSession;
    send = session.sendReliableMessage;
    newMessage = session.newTextGameMessage;
  },
  onMessage(message) {
    const { opCode } = message;
    if (opCode === ${PROBE_OP_CODE}) {
      if (isPending) whenDone = [message.sender];
      else answer(message.sender);
    } else if (opCode === ${ARM_OP_CODE}) isPending = isArmed = true;
    else ${startOf(act.place)}
  },
};
function answer(peerId) {
  send(newMessage(${PROBE_OP_CODE}, -1, 'alive'), peerId);
}
function later(call, ...args) {
  isPending = true;
  try {
    return call(...args);
  } finally {
    isPending = false;
    whenDone.forEach(answer);
    whenDone = [];
  }
}
${callbackOf(act.place)}
exports.ssExports = callbacks;
`;
}

function functionOf({ code }: Call): string {
  return `function (message) {\n${code}\n}`;
}

/** How a message sets off the call that it names. */
function startOf(place: Place): string {
  const call = `calls[opCode - ${FIRST_CALL_OP_CODE}]`;
  if (place === 'timer') return `isPending = true, setTimeout(later, 1, ${call}, message);`;
  if (place === 'promise') return `return Promise.resolve().then(() => ${call}(message));`;
  return `return ${call}(message);`;
}

function callbackOf(place: Place): string {
  if (FUNCTIONS.includes(place)) return '';
  const keepsSession = place === 'init' ? 'init.call(this, message);' : '';
  return `const { init } = callbacks;
callbacks.${place} = function (message) {
  ${keepsSession}${CONDITIONS[place] ?? ''}
  ${place === 'onHealthCheck' ? 'isArmed = false;' : ''}
  return ${place === 'onHealthCheck' ? 'later(calls[0], message)' : 'calls[0].call(this, message)'};
};`;
}
