// The page of features leaves out what these register, and an editor has only what is there when it is made.
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/editor/browser/coreCommands.js';
import 'monaco-editor/editor/contrib/caretOperations/browser/caretOperations.js';
import 'monaco-editor/editor/contrib/gotoSymbol/browser/goToCommands.js';
import 'monaco-editor/editor/contrib/semanticTokens/browser/documentSemanticTokens.js';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/languages/definitions/javascript/register.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import * as monaco from 'monaco-editor/editor/editor.api.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker.js?worker';
import * as typescript from 'monaco-editor/languages/features/typescript/register.js';
import scriptApi from '../../../../runtime-api/index.d.ts?raw';
import scriptGlobals from './script-globals.d.ts?raw';

/** TypeScript's hint that a file could be an ES module; scripts need not be. */
const IS_COMMON_JS = 80001;

export type Monaco = typeof monaco;

/**
 * Monaco with what editing a script needs and nothing else, all of it from this server. Its settings belong to the
 * page, so whoever calls this again sets the same ones.
 */
export function prepareMonaco(): Monaco {
  self.MonacoEnvironment = {
    getWorker: (_workerId, label) =>
      label === 'typescript' || label === 'javascript' ? new TypeScriptWorker() : new EditorWorker(),
  };
  for (const defaults of [typescript.javascriptDefaults, typescript.typescriptDefaults]) {
    defaults.setCompilerOptions({
      ...{ target: typescript.ScriptTarget.ESNext, lib: ['esnext'], types: [], strict: true },
      ...{ module: typescript.ModuleKind.CommonJS, moduleResolution: typescript.ModuleResolutionKind.NodeJs },
      ...{ allowJs: true, allowNonTsExtensions: true, esModuleInterop: true, resolveJsonModule: true },
      ...{ allowImportingTsExtensions: true, noEmit: true },
    });
    defaults.setExtraLibs([
      { filePath: 'file:///node_modules/playpen/script.d.ts', content: scriptApi },
      { filePath: 'file:///node_modules/@types/playpen-globals/index.d.ts', content: scriptGlobals },
    ]);
    defaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: [IS_COMMON_JS] });
    defaults.setEagerModelSync(true);
  }
  return monaco;
}
