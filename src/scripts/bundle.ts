import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Message } from 'esbuild';
import { SCRIPT_FILE } from '../bridge/entry.ts';
import { PlaypenError } from '../errors.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import { LIMITS } from '../limits/limits.ts';
import { Diagnostics } from './diagnostics.ts';
import { DYNAMIC_REQUIRE_IDS } from './dynamic-require.ts';
import { inspectBundle, type Refusal } from './gate.ts';
import { instrument } from './instrument.ts';
import { locateScript, type ScriptPlace } from './locate-script.ts';
import { isInPackage } from './paths.ts';
import type { ScriptBundle } from './script-bundle.ts';
import { scriptPlugin } from './script-plugin.ts';
import { SourceFiles } from './source-files.ts';
import { sourceLocation } from './source-location.ts';
import { versionHash } from './version.ts';
import { bundleZip, zipAt } from './zipped-script.ts';

/** Marks messages that say themselves what to do. */
const GATE = 'gate';

export interface BundleOptions {
  /** The most bytes of the bundle. */
  maxBytes: number;
  /** The most bytes of all files that are read for it; default: `scriptSourceBytes` of the table of limits. */
  maxSourceBytes?: number;
  /** The most files and folders in a zip file; default: `zipEntries` of the table of limits. */
  maxZipEntries?: number;
  /** How many constructs may lie within each other; default: `nestingDepth` of the table of limits. */
  maxNesting?: number;
  /** The most constructs in one function; default: `functionNodes` of the table of limits. */
  maxFunctionNodes?: number;
  /** The isolates it is for, which decides what the gate refuses; default: standard. */
  profile?: IsolateProfile;
  /**
   * The file that exports `ssExports`, relative to the folder or to the top of the zip file (or of the one folder in
   * it); default: the one that `locateScript` finds.
   */
  entry?: string | undefined;
}

/**
 * Bundles the script at `path`, a file, a folder or a zip file: JavaScript (CommonJS or ES modules), TypeScript, JSON, and
 * npm packages in its own `node_modules`. No configuration is taken from the script or from the folders above it.
 * What a stranger wrote may take all the time and memory of this process: that is what `Bundler` is for.
 * @throws {PlaypenError} script_not_found, script_invalid (with file, line, column and what to do)
 */
export async function bundleScript(path: string, options: BundleOptions): Promise<ScriptBundle> {
  const { entry } = options;
  const bundle = async (place: string): Promise<ScriptBundle> =>
    bundlePlace(await locateScript(place, entry), options);
  const zip = await zipAt(path);
  if (zip === undefined) return bundle(path);
  const maxBytes = options.maxSourceBytes ?? LIMITS.scriptSourceBytes.default;
  const maxEntries = options.maxZipEntries ?? LIMITS.zipEntries.default;
  return bundleZip(zip, { maxBytes, maxEntries, entry }, bundle);
}

async function bundlePlace(
  place: ScriptPlace,
  {
    maxBytes,
    maxSourceBytes = LIMITS.scriptSourceBytes.default,
    maxNesting = LIMITS.nestingDepth.default,
    maxFunctionNodes = LIMITS.functionNodes.default,
    profile = 'standard',
  }: BundleOptions,
): Promise<ScriptBundle> {
  const files = new SourceFiles(place.root, maxSourceBytes);
  const diagnostics = new Diagnostics(place.root, LIMITS.bundleMessages.default);
  const { code, sourceMap, warnings } = await runBundler(place, profile, files, diagnostics);
  const bytes = Buffer.byteLength(code);
  if (bytes > maxBytes) {
    throw new PlaypenError(
      'script_invalid',
      `its bundle has ${bytes} bytes and ${maxBytes} are allowed; leave out packages or data it does not need`,
    );
  }
  const refusals = inspectBundle(code, { profile, maxNesting, maxFunctionNodes });
  if (refusals.length > 0) {
    throw new PlaypenError('script_invalid', diagnostics.errors(messagesOf(refusals, sourceMap)));
  }
  const guarded = profile === 'strict' ? instrument(code, sourceMap) : { code, sourceMap };
  return {
    ...guarded,
    profile,
    hash: versionHash({ ...guarded, profile }),
    entry: place.entry,
    root: place.root,
    inputs: place.manifest === undefined ? files.paths : [place.manifest, ...files.paths],
    warnings: diagnostics.warnings(warnings),
  };
}

interface Bundled {
  code: string;
  sourceMap: string;
  warnings: Message[];
}

async function runBundler(
  place: ScriptPlace,
  profile: IsolateProfile,
  files: SourceFiles,
  diagnostics: Diagnostics,
): Promise<Bundled> {
  try {
    const result = await build({
      ...bundlerOptions(place, profile),
      plugins: [scriptPlugin(files)],
    });
    const unfollowed = result.warnings.filter(message => isOwnDynamicRequire(place.root, message));
    if (unfollowed.length > 0) throw new PlaypenError('script_invalid', diagnostics.errors(unfollowed));
    const outputs = result.outputFiles;
    return {
      code: withoutHashbang(outputs.find(file => file.path.endsWith('.js'))!.text),
      sourceMap: outputs.find(file => file.path.endsWith('.map'))!.text,
      warnings: result.warnings,
    };
  } catch (error) {
    if (error instanceof PlaypenError) throw error;
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) {
      // The bundler's own process died.
      const detail = 'the bundler stopped; the script is nested too deeply, or needs too much memory';
      throw new PlaypenError('script_invalid', detail, { cause: error });
    }
    throw new PlaypenError('script_invalid', diagnostics.errors(errors), { cause: error });
  }
}

/** The bundler keeps a first line for the shell; in the isolate, the first line is another one. */
function withoutHashbang(code: string): string {
  return code.replace(/^#!/, '//');
}

/** What the gate refuses, in the author's places where they are known, as the bundler's messages. */
function messagesOf(refusals: readonly Refusal[], sourceMap: string): Message[] {
  const payload = JSON.parse(sourceMap) as SourceMapPayload;
  const map = new SourceMap(payload);
  const textOf = (source: string) => payload.sourcesContent?.[payload.sources.indexOf(source)];
  return refusals.map(({ text, ...place }) => {
    const location = sourceLocation(map, place, textOf) ?? null;
    return { id: '', pluginName: GATE, text, location, notes: [], detail: undefined };
  });
}

/** In a package, code that only other environments reach is common; in the author's own files it is a mistake. */
function isOwnDynamicRequire(root: string, { id, location }: Message): boolean {
  return DYNAMIC_REQUIRE_IDS.has(id) && location !== null && !isInPackage(root, join(root, location.file));
}

function bundlerOptions({ entry, root }: ScriptPlace, profile: IsolateProfile) {
  return {
    entryPoints: [entry],
    absWorkingDir: root,
    outfile: join(root, SCRIPT_FILE),
    // Nothing is written; the name only says what the source map's paths are relative to.
    write: false,
    allowOverwrite: true,
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    // Packages come as they would for Node.js: its branch of `exports`, and `main` before `module`.
    conditions: ['node'],
    mainFields: ['main', 'module'],
    target: 'es2024',
    supported: {
      // The isolate has no import(); this makes it a require.
      'dynamic-import': false,
      // Written out as loops: V8 does all properties of `{ ...text }` and of `{ ...rest } = text` in one step.
      ...(profile === 'strict' ? { 'object-rest-spread': false } : {}),
    },
    define: {
      'process.env.NODE_ENV': '"production"',
      'import.meta.url': JSON.stringify(`file:///${SCRIPT_FILE}`),
      'import.meta.filename': JSON.stringify(`/${SCRIPT_FILE}`),
      'import.meta.dirname': '"/"',
    },
    sourcemap: 'external',
    sourcesContent: true,
    charset: 'utf8',
    legalComments: 'none',
    // No tsconfig.json is looked for, neither the script's nor one above it.
    tsconfigRaw: '{}',
    logLevel: 'silent',
    logOverride: Object.fromEntries([...DYNAMIC_REQUIRE_IDS].map(id => [id, 'warning' as const])),
  } as const satisfies BuildOptions;
}
