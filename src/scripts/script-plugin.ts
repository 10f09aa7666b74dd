import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { findPatternRequire } from './dynamic-require.ts';
import { isNodeModule, unavailableReason } from './node-modules.ts';
import { isInPackage, isInside, packageFolder } from './paths.ts';
import { outsideText, SourceFileError, type SourceFiles } from './source-files.ts';

/** Marks our own question to the bundler's resolver, so that it is not answered by asking again. */
const OWN_QUESTION = Symbol('own question');
const EMPTY = 'playpen-empty';
const REFUSED = 'playpen-refused';
/** A file of Amazon's host that published scripts ask for and never use. */
const HOST_FILE = /^(?:\.\.?\/)+src\/proto\/Packet_pb(?:\.js)?$/;

/**
 * What a script's `require` and `import` lead to: files inside its root, stand-ins, modules the runtime answers
 * for, or an error that says what to do.
 */
export function scriptPlugin(files: SourceFiles): Plugin {
  return {
    name: 'script',
    setup(build) {
      build.onResolve({ filter: /.*/ }, args => resolveImport(build, files.root, args));
      build.onLoad({ filter: /.*/, namespace: EMPTY }, () => ({ contents: '', loader: 'js' }));
      build.onLoad({ filter: /.*/, namespace: REFUSED }, args => ({
        contents: throwing(args.pluginData as string),
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: 'file' }, async args => {
        try {
          const source = await files.read(args.path);
          const pattern = await findPatternRequire(args.path, source);
          return pattern === undefined
            ? { ...source, resolveDir: dirname(args.path) }
            : { errors: [pattern] };
        } catch (error) {
          if (error instanceof SourceFileError) return { errors: [{ text: error.message }] };
          throw error;
        }
      });
    },
  };
}

async function resolveImport(
  build: PluginBuild,
  root: string,
  args: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  if (args.pluginData === OWN_QUESTION) return undefined;
  if (args.kind === 'entry-point') return { path: args.path };
  // Data URLs bring their contents with them.
  if (args.namespace !== 'file' || args.path.startsWith('data:')) return undefined;
  const reason = isNodeModule(args.path) ? unavailableReason(args.path) : undefined;
  if (isNodeModule(args.path) && reason === undefined) return { path: args.path, external: true };

  const found = await build.resolve(args.path, {
    kind: args.kind,
    importer: args.importer,
    resolveDir: args.resolveDir,
    with: args.with,
    pluginData: OWN_QUESTION,
  });
  const isMissing = found.errors.length > 0 || (found.namespace === 'file' && !isInside(root, found.path));
  if (HOST_FILE.test(args.path) && isMissing) return { path: 'Packet_pb', namespace: EMPTY };
  if (reason !== undefined && isMissing) return missingNodeModule(args.path, reason);
  // The bundler finds out the same, and knows whether a try around it makes up for it.
  if (found.errors.length > 0) return undefined;
  if (found.external)
    return refuse(root, args, 'modules cannot be loaded from URLs; ship them with the script');
  if (isMissing) return refuse(root, args, outsideText(found.path, root));
  if (found.path.endsWith('.node')) {
    return refuse(
      root,
      args,
      'native addons (.node) cannot run in a script; use a package written in JavaScript',
    );
  }
  if (found.namespace !== 'file' || (await hasManifest(root, found.path))) return undefined;
  // Given a bare path, the bundler does not ask the nearest package.json above, which may be anyone's, whether `.js`
  // means ES modules: the file's own syntax decides.
  return { path: found.path };
}

/** Whether the file belongs to an npm package that says itself what its files are. */
async function hasManifest(root: string, path: string): Promise<boolean> {
  const folder = isInPackage(root, path) ? packageFolder(path) : undefined;
  if (folder === undefined) return false;
  const status = await stat(join(folder, 'package.json')).catch(() => undefined);
  return status?.isFile() ?? false;
}

/** Published scripts ask for such modules inside a try, or never use them; so only the call fails. */
function missingNodeModule(path: string, reason: string): OnResolveResult {
  return {
    path,
    external: true,
    warnings: [{ text: `the module "${path}" is not there when the script runs: ${reason}` }],
  };
}

/** In the author's own files an error; in a package, which has often a second way, a warning and a late error. */
function refuse(root: string, args: OnResolveArgs, text: string): OnResolveResult {
  const messages = [{ text: `"${args.path}" cannot be part of the script: ${text}` }];
  if (!isInPackage(root, args.importer)) return { errors: messages };
  const pluginData = messages[0]!.text;
  return { path: args.path, namespace: REFUSED, pluginData, warnings: messages };
}

function throwing(message: string): string {
  return `throw Object.assign(new Error(${JSON.stringify(message)}), { code: 'MODULE_NOT_FOUND' });`;
}
