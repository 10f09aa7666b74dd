/** A line to put above another; that has the number `line`, from 1. */
export interface AddedLine {
  line: number;
  text: string;
}

const API = "import('playpen/script')";
const CALLBACKS = [
  ...[
    'init',
    'onProcessStarted',
    'onStartGameSession',
    'onUpdateGameSession',
    'onProcessTerminate',
    'onHealthCheck',
  ],
  ...['onPlayerConnect', 'onPlayerAccepted', 'onPlayerDisconnect', 'onMessage'],
  ...['onSendToPlayer', 'onSendToGroup', 'onPlayerJoinGroup', 'onPlayerLeaveGroup'],
].join('|');

interface Typed {
  pattern: RegExp;
  /** @param callback the first group of the pattern */
  typeOf(callback: string): string;
}

/** What is exported under a name that it has before. */
const EXPORTED_NAME = /^(?:module\.)?exports\.ssExports\s*=\s*([A-Za-z_]\w*)/m;

/** What scripts have at the beginning of a line. */
const TYPED: readonly Typed[] = [
  { pattern: /^(?:module\.)?exports\.ssExports\s*=\s*\{/, typeOf: scriptType },
  { pattern: /^(?:export\s+)?(?:const|let|var)\s+ssExports\s*=\s*\{/, typeOf: scriptType },
  {
    pattern: new RegExp(`^(?:async\\s+)?function\\s+(${CALLBACKS})\\s*\\(`),
    typeOf: callback => `NonNullable<${API}.RealtimeScript['${callback}']>`,
  },
  {
    pattern: new RegExp(`^(?:const|let|var)\\s+(${CALLBACKS})\\s*=`),
    typeOf: callback => `NonNullable<${API}.RealtimeScript['${callback}']>`,
  },
  { pattern: /^(?:let|var)\s+(?:rt|realtime)?session\b/i, typeOf: () => `${API}.RealtimeSession` },
  { pattern: /^(?:let|var)\s+logger\b/, typeOf: () => `${API}.Logger` },
];

/**
 * The comments that tell an editor the types of a script in JavaScript, so that it can complete and explain; none where
 * a comment of that kind stands already. The script runs as before.
 */
export function missingTypes(text: string): AddedLine[] {
  const lines = text.split(/\r?\n/);
  const exportedName = EXPORTED_NAME.exec(text)?.[1];
  const typed = exportedName === undefined ? TYPED : [...TYPED, exportedObject(exportedName)];
  return lines.flatMap((line, index) => {
    if (/\*\/\s*$/.test(lines[index - 1] ?? '')) return [];
    for (const { pattern, typeOf } of typed) {
      const found = pattern.exec(line);
      if (found !== null) return [{ line: index + 1, text: `/** @type {${typeOf(found[1] ?? '')}} */` }];
    }
    return [];
  });
}

function exportedObject(name: string): Typed {
  return { pattern: new RegExp(`^(?:const|let|var)\\s+${name}\\s*=\\s*\\{`), typeOf: scriptType };
}

function scriptType(): string {
  return `${API}.RealtimeScript`;
}
